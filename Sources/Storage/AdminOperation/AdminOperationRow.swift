import Model

/// One run of an admin process: who looks after an operation until every node has answered.
public struct AdminRun: Hashable, Sendable {
  public let admin: AdminID
  public let incarnation: Incarnation

  public init(admin: AdminID, incarnation: Incarnation) {
    self.admin = admin
    self.incarnation = incarnation
  }
}

/// An operation of an operator on its way into storage.
public struct AdminOperationDraft: Hashable, Sendable {
  public var id: AdminOperationID
  /// A name that storage does not look into, as the two after it.
  public var kind: String
  public var scope: String
  /// JSON.
  public var payload: String
  public var actor: String
  /// Why, in the words of who ordered it; may be empty.
  public var reason: String
  /// Milliseconds since 1970.
  public var issuedAt: Int64
  public var deadline: Int64
  public var undoOf: AdminOperationID?
  public var run: AdminRun
  /// Who is asked.
  public var targets: [AdminTarget]
  /// What it changes in storage itself.
  public var mute: MuteChange?

  public init(
    id: AdminOperationID, kind: String, scope: String, payload: String, actor: String,
    reason: String, issuedAt: Int64, deadline: Int64, undoOf: AdminOperationID? = nil,
    run: AdminRun, targets: [AdminTarget], mute: MuteChange? = nil
  ) {
    self.id = id
    self.kind = kind
    self.scope = scope
    self.payload = payload
    self.actor = actor
    self.reason = reason
    self.issuedAt = issuedAt
    self.deadline = deadline
    self.undoOf = undoOf
    self.run = run
    self.targets = targets
    self.mute = mute
  }
}

/// One run of a node that is asked.
public struct AdminTarget: Hashable, Sendable {
  public let node: NodeID
  public let incarnation: Incarnation

  public init(node: NodeID, incarnation: Incarnation) {
    self.node = node
    self.incarnation = incarnation
  }
}

/// What became of an operation at one run of a node.
public struct AdminReceiptRow: Hashable, Sendable {
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// It was asked, and no more is known yet.
    case asked
    case applied
    case refused
    case nothingToDo = "nothing_to_do"
    /// It did not answer in time; should it do so later, that takes the place of this.
    case unreachable
  }

  public let target: AdminTarget
  public let outcome: Outcome
  /// Why, as a name, of a refusal or an absence; else empty.
  public let detail: String
  /// How many players.
  public let reached: UInt64
  /// Milliseconds since 1970.
  public let changedAt: Int64

  public init(
    target: AdminTarget, outcome: Outcome, detail: String = "", reached: UInt64 = 0,
    changedAt: Int64
  ) {
    self.target = target
    self.outcome = outcome
    self.detail = detail
    self.reached = reached
    self.changedAt = changedAt
  }
}

/// An operation of an operator as storage has it, with all that is known of its nodes.
public struct AdminOperationRow: Hashable, Sendable {
  public let id: AdminOperationID
  public let kind: String
  public let scope: String
  public let payload: String
  public let actor: String
  public let reason: String
  public let issuedAt: Int64
  public let deadline: Int64
  public let undoOf: AdminOperationID?
  /// The operation that took this one back.
  public let undoneBy: AdminOperationID?
  /// Somebody still asks nodes.
  public let isOpen: Bool
  /// Who does, or did last.
  public let run: AdminRun
  /// In order of their nodes.
  public let receipts: [AdminReceiptRow]
}

/// What became of an operation that was to be recorded.
public enum AdminRecording: Hashable, Sendable {
  case recorded
  /// It, or the occurrence that it is, was recorded before; nothing was written.
  case exists
  /// What it would take back was taken back before; nothing was written.
  case undoneBefore
}
