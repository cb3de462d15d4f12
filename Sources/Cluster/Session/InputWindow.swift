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
  public private(set) var waiting: [PlayerInput] = []
  /// How many inputs were refused: the window was full, or they lie too far ahead. The gateway
  /// sends them again.
  public private(set) var refused: UInt64 = 0

  private let waitingMax: Int
  private let jumpMax: UInt64

  /// A window that goes on where another left off.
  public init(
    counters: InputCounters, waiting: [PlayerInput] = [], limits: SessionLimits = .init()
  ) {
    precondition(limits.inputsWaitingMax > 0, "a window holds at least one input")
    self.counters = counters
    waitingMax = limits.inputsWaitingMax
    jumpMax = limits.inputJumpMax
    for input in waiting { queue(input) }
  }

  /// Whether `take` has something to give.
  public var isReady: Bool { waiting.first?.sequence == counters.lastInput.next }

  /// Takes what the gateway sent. A `base` beyond the next input says that everything before it was
  /// acknowledged, by somebody whose work is lost: the window jumps there, and counts as gaps what
  /// it skipped.
  public mutating func receive(base: InputSequence, inputs: [PlayerInput]) {
    jump(to: base)
    for input in inputs { queue(input) }
  }

  /// Drops what waits: another client plays from now on, maybe with numbers of its own, and the same
  /// one sends again what was not acknowledged.
  public mutating func forgetWaiting() { waiting = [] }

  /// Takes out at most `most` inputs that follow without a hole, to be applied now, in order.
  public mutating func take(most: Int, _ apply: (PlayerInput) -> Void) {
    var count = 0
    while count < most, count < waiting.count,
      waiting[count].sequence == counters.lastInput.next
    {
      counters.lastInput = counters.lastInput.next
      apply(waiting[count])
      count += 1
    }
    guard count > 0 else { return }
    counters.applied += UInt64(count)
    waiting.removeFirst(count)
  }

  private mutating func jump(to base: InputSequence) {
    guard base > counters.lastInput.next else { return }
    let skipped = base.rawValue - counters.lastInput.rawValue - 1
    guard skipped <= jumpMax else {
      refused += 1
      return
    }
    counters.gaps += skipped
    counters.lastInput = InputSequence(base.rawValue - 1)
    waiting.removeAll { $0.sequence < base }
  }

  /// Puts an input in its place. When the window is full the one with the highest number goes: if
  /// the oldest missing one were refused instead, the window would never move again.
  private mutating func queue(_ input: PlayerInput) {
    guard input.sequence > counters.lastInput else {
      counters.duplicates += 1
      return
    }
    guard input.sequence.rawValue - counters.lastInput.rawValue <= jumpMax else {
      refused += 1
      return
    }
    let place = waiting.lastIndex { $0.sequence <= input.sequence }.map { $0 + 1 } ?? 0
    if place > 0, waiting[place - 1].sequence == input.sequence {
      counters.duplicates += 1
      return
    }
    if waiting.count >= waitingMax {
      refused += 1
      guard place < waiting.count else { return }
      waiting.removeLast()
    }
    waiting.insert(input, at: place)
  }
}
