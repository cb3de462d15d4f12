/// What can be said about an invariant.
public enum Verdict: String, Hashable, Sendable, Codable {
  /// It was looked at, and held every time.
  case good
  /// It was seen broken.
  case bad
  /// It cannot be told from here, or there was nothing to look at: `Check.reason` says why.
  case unknown
}

/// One check of one invariant.
public struct Check: Hashable, Sendable, Codable {
  /// The number of the invariant, 1 ... 12, as `Invariant` lists them.
  public let invariant: Int
  /// What the cluster promises, in a sentence.
  public let promise: String
  /// What was looked at: `epochs`.
  public let name: String
  public let verdict: Verdict
  /// Why it is unknown, or what is wrong.
  public let reason: String?
  /// How much was looked at, by names in snake case.
  public let figures: [String: Int64]
  /// What was seen, in sentences, `CheckerLimits.evidenceMax` at most.
  public let evidence: [String]

  init(
    _ invariant: Invariant, _ name: String, _ verdict: Verdict, reason: String? = nil,
    figures: [String: Int64] = [:], evidence: [String] = []
  ) {
    self.invariant = invariant.rawValue
    promise = invariant.sentence
    self.name = name
    self.verdict = verdict
    self.reason = reason
    self.figures = figures
    self.evidence = evidence
  }
}

/// What the cluster promises, whatever fails.
public enum Invariant: Int, CaseIterable, Sendable {
  case epochs = 1
  case holders = 2
  case items = 3
  case gold = 4
  case durability = 5
  case inputs = 6
  case presence = 7
  case connections = 8
  case ghosts = 9
  case orders = 10
  case drains = 11
  case audit = 12

  /// In one sentence.
  public var sentence: String {
    switch self {
    case .epochs: "For one region at most one epoch can commit, and epochs never go back."
    case .holders:
      "For one character at most one holder can commit; sequences and value versions never go back."
    case .items: "Every item has exactly one owner, and the ledger sums to what exists."
    case .gold: "The sum of all accounts of gold equals minted less burnt."
    case .durability: "A confirmed durable operation survives."
    case .inputs: "Each input is applied at most once, in order."
    case .presence:
      "Every online character is simulated by exactly one region, and every region by one shard."
    case .connections: "A client's connection outlives any shard."
    case .ghosts: "A ghost outlives its original by a bounded time, and no ghost acts."
    case .orders: "An admin operation is applied at most once per target."
    case .drains: "A drained shard exits with no region, no session and nothing unwritten."
    case .audit: "No row of the audit log is changed, removed or added out of turn."
    }
  }
}
