import Model
import Testing

@testable import Gateway

@Suite("Token bucket")
struct TokenBucketTests {
  private let t0 = BootTime(microseconds: 0)

  @Test("lets the burst through, then the rate")
  func rate() {
    var bucket = TokenBucket(perSecond: 10, burst: 3, now: t0)
    var passed = 0
    // 100 tries over ten seconds.
    for step in 0..<100 where bucket.take(now: t0 + .milliseconds(Int64(step) * 100)) {
      passed += 1
    }
    #expect(passed == 100)
    passed = 0
    let later = t0 + .seconds(100)
    for _ in 0..<100 where bucket.take(now: later) { passed += 1 }
    #expect(passed == 3)
  }

  @Test("takes nothing when there is too little")
  func allOrNothing() {
    var bucket = TokenBucket(perSecond: 1, burst: 10, now: t0)
    let eleven = bucket.take(11, now: t0)
    let ten = bucket.take(10, now: t0)
    #expect(!eleven && ten)
  }

  @Test("slow rates add up from small steps, and long pauses overflow nothing")
  func steps() {
    var bucket = TokenBucket(perSecond: 1, burst: 1, now: t0)
    _ = bucket.take(now: t0)
    for step in 1...999 { _ = bucket.isFull(now: t0 + .milliseconds(Int64(step))) }
    let early = bucket.take(now: t0 + .milliseconds(999))
    let due = bucket.take(now: t0 + .milliseconds(1_000))
    #expect(!early && due)
    let isFull = bucket.isFull(now: BootTime(microseconds: .max / 2))
    #expect(isFull)
    let back = bucket.take(now: t0)
    #expect(back, "time that goes back takes nothing away")
  }
}
