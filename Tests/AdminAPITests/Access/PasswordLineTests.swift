import Dispatch
import Testing

@testable import AdminAPI

@Suite struct PasswordLineTests {
  @Test func aFullLineRefusesAtOnce() async {
    let line = PasswordLine()
    let gate = DispatchSemaphore(value: 0)
    let most = AdminLimits.hashesMax + AdminLimits.hashesWaitingMax
    await withTaskGroup(of: Bool?.self) { group in
      for _ in 0..<most {
        group.addTask {
          await line.run {
            gate.wait()
            return true
          }
        }
      }
      while line.load != (AdminLimits.hashesMax, AdminLimits.hashesWaitingMax) {
        await Task.yield()
      }
      #expect(await line.run { true } == nil)
      for _ in 0..<most { gate.signal() }
      var done = 0
      for await answer in group where answer == true { done += 1 }
      #expect(done == most)
    }
    #expect(await line.run { 7 } == 7)
    #expect(line.load == (0, 0))
  }
}
