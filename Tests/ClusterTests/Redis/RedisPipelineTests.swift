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
    check(word(pipeline.received(at: at(50))), "a")
    check(pipeline.isFull, false)
    check(word(pipeline.received(at: at(50))), "b")
    check(word(pipeline.received(at: at(50))), "c")
    check(pipeline.isEmpty, true)
    check(word(pipeline.received(at: at(50))), "nobody")
  }

  @Test func aLateReplyIsNotTakenForAnothers() {
    var pipeline = RedisPipeline<String>(limit: 3, silenceMax: .seconds(3))
    pipeline.sent("slow", at: at(0), deadline: at(100))
    pipeline.sent("patient", at: at(0), deadline: at(1000))
    check(pipeline.expired(at: at(99)), [])
    check(pipeline.expired(at: at(100)), ["slow"])
    check(pipeline.expired(at: at(101)), [])
    check(word(pipeline.received(at: at(50))), "abandoned")
    check(word(pipeline.received(at: at(50))), "patient")
  }

  @Test func silenceIsNothingHeardWhileCommandsWait() {
    var pipeline = RedisPipeline<String>(limit: 3, silenceMax: .seconds(3))
    check(pipeline.isSilent(at: at(10_000)), false)
    pipeline.sent("a", at: at(0), deadline: at(100))
    pipeline.sent("b", at: at(10), deadline: at(2100))
    check(pipeline.isSilent(at: at(3000)), false)
    check(pipeline.isSilent(at: at(3001)), true)
    _ = pipeline.received(at: at(2900))
    check(pipeline.isSilent(at: at(5900)), false)
    check(pipeline.isSilent(at: at(5901)), true)
    _ = pipeline.received(at: at(5902))
    check(pipeline.isSilent(at: at(60_000)), false)
    pipeline.sent("c", at: at(60_000), deadline: at(60_100))
    check(pipeline.isSilent(at: at(63_000)), false)
    check(pipeline.isSilent(at: at(63_001)), true)
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
