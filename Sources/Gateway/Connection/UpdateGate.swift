import Model

/// Whether a client is shown the updates of its region, or is behind.
///
/// Updates are differences: when one was left out, those after it mean nothing until one begins a
/// new view. So a client that takes too little gets none of them, and when it takes again, its region
/// is asked to show it everything anew.
struct UpdateGate {
  /// Updates were left out, and none has begun a new view since.
  private(set) var isBehind = false
  private var askedAt: BootTime?

  /// An update came. True: the client gets it.
  ///
  /// - Parameters:
  ///   - isCrowded: so much waits for the client that an update would be old when it arrives.
  ///   - beginsView: whether the update needs none before it; asked only when it matters.
  mutating func passes(isCrowded: Bool, beginsView: @autoclosure () -> Bool) -> Bool {
    guard isBehind || isCrowded else { return true }
    isBehind = isCrowded || !beginsView()
    return !isBehind
  }

  /// The client takes what it is sent. True: its region is to be asked for a new view, once in
  /// `pause` at most, for a view costs the region more than an update, and the question may be lost.
  mutating func asksForView(now: BootTime, pause: BootTime.Span) -> Bool {
    guard isBehind, askedAt.map({ now >= $0 + pause }) ?? true else { return false }
    askedAt = now
    return true
  }
}
