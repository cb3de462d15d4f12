import Model

/// What a region shows a player from one beginning on: first everything, then what changed. Who
/// misses a part of it sees the world wrongly until another view begins.
struct SimulatedView: Hashable {
  /// Grows with every view that any region begins.
  let number: Int
  /// Whom it is shown to.
  let generation: SessionGeneration
  /// 0 shows everything; each later part what changed since the one before.
  private(set) var part = 0

  var isFresh: Bool { part == 0 }

  /// The next part, for the same session.
  var next: SimulatedView {
    var next = self
    next.part += 1
    return next
  }
}

/// The view that a client has, and since when it is shown something else.
struct SeenView: Hashable {
  private var last: SimulatedView?
  private(set) var strayingSince: BootTime?

  /// Takes what is shown. What belongs to another view than the one that began last is astray.
  mutating func shown(_ view: SimulatedView, now: BootTime) {
    let isNewer = last.map { view.number > $0.number } ?? true
    if view.isFresh ? isNewer : view == last?.next {
      last = view
      strayingSince = nil
    } else {
      strayingSince = strayingSince ?? now
    }
  }
}
