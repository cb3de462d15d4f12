import Model
import Testing

@testable import Shard

@Suite struct StorageHealthTests {
  private func at(_ milliseconds: Int64) -> BootTime {
    BootTime(microseconds: milliseconds * 1000)
  }

  @Test func aQuestionThatWaitsForLongSaysThatStorageIsSlow() {
    var health = StorageHealth()
    #expect(health.isPrompt(now: at(0)))
    health.asked(now: at(1000))
    #expect(health.isPrompt(now: at(1149)))
    #expect(!health.isPrompt(now: at(1150)))
    health.answered()
    #expect(health.isPrompt(now: at(1151)))
  }

  /// A shard that has nothing to ask any more is not slow for ever.
  @Test func aFailureIsRememberedForAMoment() {
    var health = StorageHealth()
    health.asked(now: at(1000))
    health.failed(now: at(1010))
    #expect(!health.isPrompt(now: at(2009)))
    #expect(health.isPrompt(now: at(2010)))
    health.failed(now: at(3000))
    health.asked(now: at(3100))
    health.answered()
    #expect(health.isPrompt(now: at(3101)))
  }
}
