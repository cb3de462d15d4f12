import Dispatch
import Synchronization
import Testing

@testable import Gateway

/// Counts who is inside at once.
private final class Crowd: Sendable {
  private let counts = Mutex((inside: 0, most: 0))

  var most: Int { counts.withLock { $0.most } }

  func enter() {
    counts.withLock {
      $0.inside += 1
      $0.most = max($0.most, $0.inside)
    }
  }

  func leave() { counts.withLock { $0.inside -= 1 } }
}

@Suite("The line before the hashing")
struct PasswordQueueTests {
  @Test("few run at once, the rest waits, more are refused")
  func bounds() async {
    let queue = PasswordQueue(atOnce: 2, waitingMax: 3)
    let gate = DispatchSemaphore(value: 0)
    let crowd = Crowd()
    let answers = await withTaskGroup(of: Int?.self, returning: [Int?].self) { group in
      for number in 0..<5 {
        group.addTask {
          await queue.run {
            crowd.enter()
            gate.wait()
            crowd.leave()
            return number
          }
        }
      }
      while queue.load != (2, 3) { await Task.yield() }
      // Full: the next one is told at once.
      let refused = await queue.run { 99 }
      #expect(refused == nil)
      for _ in 0..<5 { gate.signal() }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(answers) == [0, 1, 2, 3, 4])
    #expect(crowd.most <= 2)
    #expect(queue.load == (0, 0))
    let after = await queue.run { 7 }
    #expect(after == 7)
  }

  @Test("a thousand one after another leave nothing behind")
  func many() async {
    let queue = PasswordQueue(atOnce: 3, waitingMax: 1_000)
    let sum = await withTaskGroup(of: Int.self) { group in
      for number in 0..<1_000 { group.addTask { await queue.run { number } ?? -1 } }
      return await group.reduce(0, +)
    }
    #expect(sum == 499_500)
    #expect(queue.load == (0, 0))
  }
}
