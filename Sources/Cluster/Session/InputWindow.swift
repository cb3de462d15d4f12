import Model
import Wire

/// The inputs of one character at the region that simulates it: each is applied at most once and in
/// order, however often and in whatever order the gateway sends them.
///
/// `applied + gaps == lastInput` holds at all times; the counters travel with the character.
public struct InputWindow: Hashable, Sendable {
  /// What became of the inputs so far.
  public private(set) var counters: InputCounters
  /// Inputs received and not yet applied, in ascending order; there may be holes between them.
  public private(set) var waiting: [PlayerInput]
  /// How many inputs were refused because the window was full; the gateway sends them again.
  public private(set) var refused: UInt64 = 0
  private let waitingMax: Int

  /// A window that goes on where another left off.
  public init(counters: InputCounters, waiting: [PlayerInput] = [], waitingMax: Int) {
    precondition(waitingMax > 0, "a window holds at least one input")
    self.counters = counters
    self.waiting = []
    self.waitingMax = waitingMax
    for input in waiting { queue(input) }
  }

  /// Takes what the gateway sent. A `base` beyond the next input says that everything before it
  /// was acknowledged by somebody: the window jumps there and counts what it skipped as gaps.
  public mutating func receive(base: InputSequence, inputs: [PlayerInput]) {
    for input in inputs { queue(input) }
  }

  /// Takes out at most `most` inputs that follow without a hole, to be applied now, in order.
  public mutating func take(most: Int) -> [PlayerInput] {
    []
  }

  private mutating func queue(_ input: PlayerInput) {
    waiting.append(input)
  }
}
