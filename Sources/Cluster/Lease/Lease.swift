import Model

/// The owner's side of its own lease: when to renew it, and whether it still holds.
///
/// Time counts on the boot clock from *before* the renewal was sent, so the owner's idea of its
/// lease always ends before Redis' does. A lapsed lease stops nobody: the owner asks storage.
public struct Lease: ~Copyable, Sendable {
  /// What the shell has to do.
  public enum Action: Hashable, Sendable {
    case none
    /// Send a renewal now and answer with `renewed`, `refused` or `failed`.
    case renew
    /// The lease ran out: ask storage which regions are still ours. Said once per lapse.
    case confirmWithStorage
    /// A later incarnation of this node runs: this process is over.
    case superseded
  }

  /// Why Redis did not take a renewal.
  public enum Refusal: Hashable, Sendable {
    /// An earlier incarnation's lease has not run out yet; trying again is right.
    case heldByPredecessor
    /// A later incarnation has the lease.
    case heldBySuccessor
  }

  private enum State: Hashable {
    case absent
    case held(until: BootTime)
    case lapsed
    case superseded
  }

  private let terms: LeaseTerms
  private var state = State.absent
  private var inFlight: BootTime?
  private var nextRenewal: BootTime?

  public init(terms: LeaseTerms) { self.terms = terms }

  /// When the lease ends unless it is renewed; nil while there is none.
  public var heldUntil: BootTime? {
    guard case .held(let until) = state else { return nil }
    return until
  }

  public var isSuperseded: Bool { state == .superseded }

  public func isHeld(at now: BootTime) -> Bool { heldUntil.map { now < $0 } ?? false }

  /// When the next renewal is due; nil: at once.
  public var renewalDue: BootTime? { nextRenewal }

  /// Makes the next `ticked` renew, whether a renewal is due or not: a renewal also looks who lives.
  public mutating func renewSoon() { nextRenewal = nil }

  /// A timer fired. To be called at least once per renewal interval.
  public mutating func ticked(at now: BootTime) -> [Action] {
    var actions: [Action] = []
    if case .held(let until) = state, now >= until {
      state = .lapsed
      actions.append(.confirmWithStorage)
    }
    guard state != .superseded, inFlight == nil, nextRenewal.map({ now >= $0 }) ?? true else {
      return actions
    }
    inFlight = now
    nextRenewal = now + terms.renewalInterval
    return actions + [.renew]
  }

  /// Redis took the renewal that `ticked` asked for.
  public mutating func renewed(at now: BootTime) -> Action {
    guard let sent = inFlight, state != .superseded else { return .none }
    inFlight = nil
    let until = sent + terms.timeToLive
    guard now < until else {  // the answer came too late to mean anything
      return lapse()
    }
    state = .held(until: until)
    return .none
  }

  /// Redis refused the renewal.
  public mutating func refused(_ refusal: Refusal) -> Action {
    inFlight = nil
    switch refusal {
    case .heldByPredecessor:
      return lapse()
    case .heldBySuccessor:
      guard state != .superseded else { return .none }
      state = .superseded
      return .superseded
    }
  }

  /// Nobody knows whether Redis took the renewal: connection lost or time-out. The next `ticked`
  /// tries again.
  public mutating func failed() {
    inFlight = nil
    nextRenewal = nil
  }

  private mutating func lapse() -> Action {
    guard case .held = state else { return .none }
    state = .lapsed
    return .confirmWithStorage
  }
}
