import Model

/// One Redis as an observer knows it: its run, and the data set that it holds.
///
/// A restart or a failover changes the run id; an emptied data set changes the generation.
public struct RedisInstance: Hashable, Sendable {
  public let runID: String
  public let generation: String

  public init(runID: String, generation: String) {
    self.runID = runID
    self.generation = generation
  }
}

/// The observer's side of everybody's leases: does an absent lease count?
///
/// After an empty start or a failover every lease is absent and every owner alive. So it is the
/// contact that has to last, not the absence: two times to live with one instance and no silence
/// that could have let a living owner's lease run out.
public struct Contact: ~Copyable, Sendable {
  private struct Unbroken: Sendable {
    let instance: RedisInstance
    let since: BootTime
    var last: BootTime
  }

  private let terms: LeaseTerms
  private var unbroken: Unbroken?

  public init(terms: LeaseTerms) { self.terms = terms }

  /// The instance that the last observation saw; nil when contact is broken.
  public var instance: RedisInstance? { unbroken?.instance }

  /// All leases were read in one step from this instance, some time between `sent` and `received`.
  public mutating func observed(
    _ instance: RedisInstance, sent: BootTime, received: BootTime
  ) {
    precondition(sent <= received, "an answer does not come before its question")
    guard received - sent <= terms.silenceMax else {
      unbroken = nil
      return
    }
    if let last = unbroken, last.instance == instance, received - last.last <= terms.silenceMax {
      unbroken?.last = received
    } else {
      unbroken = Unbroken(instance: instance, since: received, last: received)
    }
  }

  /// The connection broke or a question stayed without an answer.
  public mutating func lost() { unbroken = nil }

  /// Since when contact lasts; nil when it is broken.
  public var since: BootTime? { unbroken?.since }

  /// How long contact has lasted, up to the last observation.
  public var duration: BootTime.Span {
    unbroken.map { $0.last - $0.since } ?? BootTime.Span(microseconds: 0)
  }

  /// Until when a lease that was absent at the last observation counts as absent; nil: it does not.
  public var absenceCountsUntil: BootTime? {
    guard let unbroken, duration >= terms.contactMin else { return nil }
    return unbroken.last + terms.silenceMax
  }

  /// Whether a lease that was absent at the last observation counts as absent.
  public func absenceCounts(at now: BootTime) -> Bool {
    absenceCountsUntil.map { now <= $0 } ?? false
  }
}
