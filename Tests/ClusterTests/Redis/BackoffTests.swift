import Cluster
import Model
import Testing

struct BackoffTests {
  @Test(arguments: [UInt64(1), 2, 3])
  func doublesUpToItsLongest(seed: UInt64) {
    var backoff = Backoff(first: .milliseconds(10), longest: .seconds(1), seed: seed)
    var ceiling: Int64 = 10_000
    for _ in 0..<100 {
      let pause = backoff.next().microseconds
      #expect((ceiling / 2...ceiling).contains(pause))
      ceiling = min(ceiling * 2, 1_000_000)
    }
    backoff.reset()
    #expect(backoff.next() <= .milliseconds(10))
  }

  @Test func differentSeedsDoNotKeepStep() {
    var a = Backoff(first: .milliseconds(10), longest: .seconds(1), seed: 1)
    var b = Backoff(first: .milliseconds(10), longest: .seconds(1), seed: 2)
    #expect((0..<8).map { _ in a.next() } != (0..<8).map { _ in b.next() })
  }
}
