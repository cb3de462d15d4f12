import Model

/// Lets log-ins begin at a bounded rate; the rest waits in line.
struct LoginQueue<Ticket> {
  enum Verdict: Equatable {
    case begin
    /// How many are before this one.
    case wait(Int)
    /// The line is full.
    case full
  }

  private var rate: TokenBucket
  private var line: BoundedQueue<Ticket>

  init(perSecond: Int, waitingMax: Int, now: BootTime) {
    rate = TokenBucket(perSecond: perSecond, burst: max(1, perSecond / 4), now: now)
    line = BoundedQueue(limit: waitingMax)
  }

  var count: Int { line.count }

  mutating func arrived(_ ticket: Ticket, now: BootTime) -> Verdict {
    if line.isEmpty, rate.take(now: now) { return .begin }
    let before = line.count
    return line.append(ticket) ? .wait(before) : .full
  }

  /// The next one whose time has come.
  mutating func next(now: BootTime) -> Ticket? {
    guard !line.isEmpty, rate.take(now: now) else { return nil }
    return line.popFirst()
  }
}
