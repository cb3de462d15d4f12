import Model

/// What a region shows a player from one beginning on: first everything, then what changed. Who
/// misses a part of it sees the world wrongly until another view begins.
struct SimulatedView: Hashable {
  /// Tells it from every other view. Of two regions that show a player their views, who began the
  /// later one need not be right: which one counts is said by the sequence.
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

  /// Takes what is shown. What neither begins a view nor follows what was shown last is astray.
  mutating func shown(_ view: SimulatedView, now: BootTime) {
    if view.isFresh || view == last?.next {
      last = view
      strayingSince = nil
    } else {
      strayingSince = strayingSince ?? now
    }
  }
}
