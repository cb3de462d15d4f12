import Testing

@testable import Supervisor

@Suite struct RestartRecordTests {
  @Test func deathsBeforeReadinessEndInGivingUp() {
    var record = RestartRecord()
    var pauses: [Duration] = []
    while case .restart(let pause) = record.ended(readyFor: nil) { pauses.append(pause) }
    #expect(
      pauses == [
        .milliseconds(200), .milliseconds(400), .milliseconds(800), .milliseconds(1600),
      ])
    #expect(record.earlyDeaths == SupervisorLimits.earlyDeathsMax)
  }

  @Test func aChildThatWasReadyIsNeverGivenUp() {
    var record = RestartRecord()
    for death in 0..<100 {
      guard case .restart(let pause) = record.ended(readyFor: .milliseconds(10)) else {
        Issue.record("gave up after \(death) deaths")
        return
      }
      #expect(pause <= SupervisorLimits.restartPauseMax)
      #expect((pause == .zero) == (death == 0))
    }
  }

  @Test func aSteadyLifeForgetsEarlierDeaths() {
    var record = RestartRecord()
    for _ in 0..<6 { _ = record.ended(readyFor: .zero) }
    #expect(record.ended(readyFor: .seconds(60)) == .restart(after: .zero))
    #expect(record.ended(readyFor: .zero) == .restart(after: .zero))
  }

  @Test func readinessForgetsEarlyDeaths() {
    var record = RestartRecord()
    for _ in 1..<SupervisorLimits.earlyDeathsMax { _ = record.ended(readyFor: nil) }
    _ = record.ended(readyFor: .seconds(1))
    #expect(record.ended(readyFor: nil) == .restart(after: .milliseconds(200)))
  }
}
