import Model
import Testing

@testable import Cluster

@Suite struct RememberedTests {
  let start = BootTime(microseconds: 0)

  @Test func `forgets by age`() {
    var facts = Remembered<Int, String>(max: 4, age: .seconds(10))
    facts.remember("a", for: 1, now: start)
    facts.remember("b", for: 2, now: start + .seconds(5))
    facts.expire(now: start + .seconds(10))
    #expect(facts[1] == nil)
    #expect(facts[2] == "b")
    #expect(facts.forgotten == 0)
  }

  @Test func `forgets the oldest when full, and counts`() {
    var facts = Remembered<Int, String>(max: 2, age: .seconds(10))
    for n in 1...3 { facts.remember("\(n)", for: n, now: start) }
    #expect(facts[1] == nil)
    #expect(facts.count == 2)
    #expect(facts.forgotten == 1)
  }

  @Test func `what is remembered anew is young again`() {
    var facts = Remembered<Int, String>(max: 2, age: .seconds(10))
    facts.remember("a", for: 1, now: start)
    facts.remember("b", for: 1, now: start + .seconds(5))
    facts.expire(now: start + .seconds(10))
    #expect(facts[1] == "b")
    facts.forget(1)
    #expect(facts.count == 0)
    facts.expire(now: start + .seconds(20))
  }

  @Test func `a long life costs no memory`() {
    var facts = Remembered<Int, Int>(max: 8, age: .seconds(1))
    for n in 0..<10_000 {
      facts.remember(n, for: n, now: start + .milliseconds(Int64(n) * 100))
      facts.expire(now: start + .milliseconds(Int64(n) * 100))
      #expect(facts.count <= 10)
    }
  }
}
