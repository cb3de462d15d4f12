import Cluster
import Model
import Testing
import Wire

@Suite struct InputWindowTests {
  func input(_ n: UInt64) -> PlayerInput {
    PlayerInput(sequence: InputSequence(n), motion: .heading(dx: Int8(n % 100), dy: 0))
  }

  func inputs(_ numbers: ClosedRange<UInt64>) -> [PlayerInput] { numbers.map(input) }

  func numbers(_ inputs: [PlayerInput]) -> [UInt64] { inputs.map(\.sequence.rawValue) }

  func window(waitingMax: Int = 8, jumpMax: UInt64 = 1000) -> InputWindow {
    var limits = SessionLimits()
    limits.inputsWaitingMax = waitingMax
    limits.inputJumpMax = jumpMax
    return InputWindow(counters: InputCounters(), limits: limits)
  }

  @Test func `applies in order, a few at a time`() {
    var window = window()
    window.receive(base: InputSequence(1), inputs: inputs(1...5))
    #expect(numbers(window.take(most: 3)) == [1, 2, 3])
    #expect(numbers(window.take(most: 3)) == [4, 5])
    #expect(window.take(most: 3).isEmpty)
    #expect(window.counters == InputCounters(lastInput: InputSequence(5), applied: 5))
  }

  @Test func `drops what was applied and what waits already`() {
    var window = window()
    window.receive(base: InputSequence(1), inputs: inputs(1...3))
    #expect(window.take(most: 2).count == 2)
    window.receive(base: InputSequence(1), inputs: inputs(1...4))
    #expect(window.counters.duplicates == 3)
    #expect(numbers(window.take(most: 9)) == [3, 4])
  }

  @Test func `waits for what is missing`() {
    var window = window()
    window.receive(base: InputSequence(1), inputs: [input(1), input(3), input(4)])
    #expect(numbers(window.take(most: 9)) == [1])
    #expect(!window.isReady)
    window.receive(base: InputSequence(2), inputs: [input(2)])
    #expect(window.isReady)
    #expect(numbers(window.take(most: 9)) == [2, 3, 4])
  }

  @Test func `jumps to a base beyond and counts the gap`() {
    var window = window()
    window.receive(base: InputSequence(1), inputs: inputs(1...2))
    _ = window.take(most: 9)
    window.receive(base: InputSequence(7), inputs: inputs(6...8))
    #expect(numbers(window.take(most: 9)) == [7, 8])
    #expect(
      window.counters
        == InputCounters(lastInput: InputSequence(8), applied: 4, gaps: 4, duplicates: 1))
  }

  @Test func `skips waiting inputs before a base beyond them`() {
    var window = window()
    window.receive(base: InputSequence(1), inputs: inputs(2...4))
    window.receive(base: InputSequence(4), inputs: [])
    #expect(numbers(window.take(most: 9)) == [4])
    #expect(window.counters.gaps == 3)
  }

  @Test func `when full keeps the oldest, so that it can go on`() {
    var window = window(waitingMax: 3)
    window.receive(base: InputSequence(1), inputs: inputs(2...6))
    #expect(numbers(window.waiting) == [2, 3, 4])
    #expect(window.refused == 2)
    window.receive(base: InputSequence(1), inputs: [input(1)])
    #expect(numbers(window.waiting) == [1, 2, 3])
    #expect(numbers(window.take(most: 9)) == [1, 2, 3])
    window.receive(base: InputSequence(4), inputs: inputs(4...6))
    #expect(numbers(window.take(most: 9)) == [4, 5, 6])
  }

  @Test func `refuses numbers that lie too far ahead`() {
    var window = window(jumpMax: 10)
    window.receive(base: InputSequence(.max), inputs: [input(.max)])
    #expect(window.counters == InputCounters())
    #expect(window.waiting.isEmpty)
    #expect(window.refused == 2)
  }

  @Test func `forgets what waits for a client that is gone`() {
    var window = window()
    window.receive(base: InputSequence(1), inputs: inputs(1...4))
    _ = window.take(most: 2)
    window.forgetWaiting()
    #expect(!window.isReady)
    window.receive(base: InputSequence(3), inputs: [input(3)])
    #expect(numbers(window.take(most: 9)) == [3])
    #expect(window.counters.duplicates == 0)
  }

  @Test func `goes on where another left off`() {
    var first = window()
    first.receive(base: InputSequence(1), inputs: inputs(1...5))
    _ = first.take(most: 2)
    var second = InputWindow(counters: first.counters, waiting: first.waiting)
    #expect(numbers(second.take(most: 9)) == [3, 4, 5])
    #expect(second.counters.applied == 5)
  }

  /// Whatever the network does, each input is applied once and in order, and nothing is skipped
  /// while the base is honest.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func `loss, doubling and disorder change nothing`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var window = window(waitingMax: 5)
    var applied: [UInt64] = []
    var acknowledged: UInt64 = 0
    while acknowledged < 100 {
      let from = acknowledged + 1 + UInt64(random.below(4))
      let sent = inputs(from...from + UInt64(random.below(6)))
      if random.below(3) > 0 {
        window.receive(
          base: InputSequence(acknowledged + 1), inputs: sent.shuffled(using: &random))
      }
      applied += numbers(window.take(most: 1 + Int(random.below(3))))
      #expect(
        window.counters.applied + window.counters.gaps == window.counters.lastInput.rawValue)
      #expect(window.waiting.count <= 5)
      if random.below(2) == 0 { acknowledged = window.counters.lastInput.rawValue }
    }
    #expect(applied == Array(1...UInt64(applied.count)))
    #expect(window.counters.gaps == 0)
  }
}

extension InputWindow {
  /// What `take` hands out.
  fileprivate mutating func take(most: Int) -> [PlayerInput] {
    var taken: [PlayerInput] = []
    take(most: most) { taken.append($0) }
    return taken
  }
}
