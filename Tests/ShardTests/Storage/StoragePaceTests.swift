import Model
import Testing

@testable import Shard

@Suite struct StoragePaceTests {
  private func at(_ milliseconds: Int64) -> BootTime {
    BootTime(microseconds: milliseconds * 1000)
  }

  @Test func aQuestionThatWaitsForLongSaysThatStorageIsSlow() {
    var pace = StoragePace()
    #expect(pace.isPrompt(now: at(0)))
    pace.asked(now: at(1000))
    #expect(pace.isPrompt(now: at(1149)))
    #expect(!pace.isPrompt(now: at(1150)))
    pace.answered()
    #expect(pace.isPrompt(now: at(1151)))
  }

  /// A shard that has nothing to ask any more is not slow for ever.
  @Test func aFailureIsRememberedForAMoment() {
    var pace = StoragePace()
    pace.asked(now: at(1000))
    pace.failed(now: at(1010))
    #expect(!pace.isPrompt(now: at(2009)))
    #expect(pace.isPrompt(now: at(2010)))
    pace.failed(now: at(3000))
    pace.asked(now: at(3100))
    pace.answered()
    #expect(pace.isPrompt(now: at(3101)))
  }
}
