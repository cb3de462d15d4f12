import Model
import Testing

@testable import Cluster

struct RedisPipelineTests {
  private func at(_ milliseconds: Int64) -> BootTime {
    BootTime(microseconds: milliseconds * 1000)
  }

  private func word(_ recipient: RedisPipeline<String>.Recipient) -> String {
    switch recipient {
    case .waiter(let name, _): name
    case .abandoned: "abandoned"
    case .nobody: "nobody"
    }
  }

  @Test func repliesComeInOrder() {
    var pipeline = RedisPipeline<String>(limit: 3, silenceMax: .seconds(3))
    for name in ["a", "b", "c"] { pipeline.sent(name, at: at(0), deadline: at(1000)) }
    check(pipeline.isFull, true)
    check(word(pipeline.received()), "a")
    check(pipeline.isFull, false)
    check(word(pipeline.received()), "b")
    check(word(pipeline.received()), "c")
    check(pipeline.isEmpty, true)
    check(word(pipeline.received()), "nobody")
  }

  @Test func aLateReplyIsNotTakenForAnothers() {
    var pipeline = RedisPipeline<String>(limit: 3, silenceMax: .seconds(3))
    pipeline.sent("slow", at: at(0), deadline: at(100))
    pipeline.sent("patient", at: at(0), deadline: at(1000))
    check(pipeline.expired(at: at(99)), [])
    check(pipeline.expired(at: at(100)), ["slow"])
    check(pipeline.expired(at: at(101)), [])
    check(word(pipeline.received()), "abandoned")
    check(word(pipeline.received()), "patient")
  }

  @Test func theOldestCommandTellsSilence() {
    var pipeline = RedisPipeline<String>(limit: 3, silenceMax: .seconds(3))
    check(pipeline.isSilent(at: at(10_000)), false)
    pipeline.sent("a", at: at(0), deadline: at(100))
    pipeline.sent("b", at: at(2000), deadline: at(2100))
    check(pipeline.isSilent(at: at(3000)), false)
    check(pipeline.isSilent(at: at(3001)), true)
    _ = pipeline.received()
    check(pipeline.isSilent(at: at(3001)), false)
  }

  @Test func closingTellsWhoStillWaits() {
    var pipeline = RedisPipeline<String>(limit: 3, silenceMax: .seconds(3))
    pipeline.sent("a", at: at(0), deadline: at(100))
    pipeline.sent("b", at: at(0), deadline: at(1000))
    _ = pipeline.expired(at: at(100))
    check(pipeline.closed(), ["b"])
    check(pipeline.isEmpty, true)
  }
}
