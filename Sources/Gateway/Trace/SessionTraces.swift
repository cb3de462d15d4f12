import Cluster
import Model

/// The traces of one session: its inputs that are traced, until an update shows that they were
/// applied, and what its route does meanwhile.
struct SessionTraces {
  /// An input on its way.
  struct Open {
    var context: TraceContext
    var parent: SpanID?
    var input: InputSequence
    var came: BootTime
  }

  private(set) var open: [Open] = []
  /// The last input that was traced, and when.
  private var last: Open?
  /// Since when the player's route is another.
  private var reroutedAt: BootTime?

  var isOpen: Bool { !open.isEmpty }

  /// False when too many are on their way already.
  mutating func begin(_ input: Open, most: Int) -> Bool {
    guard open.count < most else { return false }
    open.append(input)
    last = input
    return true
  }

  /// Takes out the inputs that an update acknowledges.
  mutating func shown(upTo acknowledged: InputSequence) -> [Open] {
    guard open.contains(where: { $0.input <= acknowledged }) else { return [] }
    defer { open.removeAll { $0.input <= acknowledged } }
    return open.filter { $0.input <= acknowledged }
  }

  /// Takes out the inputs that came before, and that no update shows.
  mutating func lost(before time: BootTime) -> [Open] {
    guard open.contains(where: { $0.came < time }) else { return [] }
    defer { open.removeAll { $0.came < time } }
    return open.filter { $0.came < time }
  }

  /// Where what the session does now belongs, if it did something traced since `time`.
  func current(since time: BootTime) -> TraceContext? {
    last.flatMap { $0.came >= time ? $0.context : nil }
  }

  mutating func reroutes(at now: BootTime) { reroutedAt = reroutedAt ?? now }

  /// The new region speaks: since when the route is another.
  mutating func attached() -> BootTime? { reroutedAt.take() }
}
