import Model
import Testing

@testable import Gateway

@Suite("Counted tries")
struct TryBookTests {
  private func at(_ milliseconds: Int64) -> BootTime {
    BootTime(microseconds: 1_000_000_000 + milliseconds * 1_000)
  }

  @Test("so many at once, then one after another, with the time to wait")
  func rate() {
    let book = TryBook<String>(TryRate(milliseconds: 1_000, burst: 3), limit: 10)
    for _ in 0..<3 { #expect(book.take("a", now: at(0)) == nil) }
    #expect(book.take("a", now: at(0)) == 1_000)
    #expect(book.take("a", now: at(400)) == 600)
    #expect(book.take("b", now: at(400)) == nil)
    #expect(book.take("a", now: at(1_000)) == nil)
    #expect(book.take("a", now: at(1_000)) == 1_000)
    // A refusal costs nothing: all are back after three times the time.
    for _ in 0..<3 { #expect(book.take("a", now: at(4_000)) == nil) }
    #expect(book.take("a", now: at(4_000)) == 1_000)
  }

  @Test("waiting as long as told is enough, for every moment")
  func honest() {
    let book = TryBook<Int>(TryRate(milliseconds: 700, burst: 2), limit: 10)
    var now: Int64 = 0
    for step in 0..<200 {
      if let wait = book.take(1, now: at(now)) {
        #expect(wait >= 1)
        now += wait
        #expect(book.take(1, now: at(now)) == nil)
      }
      now += Int64(step % 7) * 31
    }
  }

  @Test("what is given back counts no more")
  func giveBack() {
    let book = TryBook<String>(TryRate(milliseconds: 1_000, burst: 2), limit: 10)
    for _ in 0..<100 {
      #expect(book.take("a", now: at(0)) == nil)
      book.giveBack("a", now: at(0))
    }
    #expect(book.count == 0)
    book.giveBack("nobody", now: at(0))
    for _ in 0..<2 { #expect(book.take("a", now: at(0)) == nil) }
    #expect(book.take("a", now: at(0)) == 1_000)
    book.giveBack("a", now: at(0))
    #expect(book.take("a", now: at(0)) == nil)
    #expect(book.take("a", now: at(0)) == 1_000)
  }

  @Test("the table stays bounded, and the busiest are kept")
  func bounded() {
    let book = TryBook<Int>(TryRate(milliseconds: 1_000, burst: 5), limit: 64)
    for _ in 0..<5 { _ = book.take(-1, now: at(0)) }
    for key in 0..<10_000 {
      #expect(book.take(key, now: at(0)) == nil)
      #expect(book.count <= 64)
    }
    #expect(book.take(-1, now: at(0)) == 1_000, "still remembered")
    // What is free goes first.
    #expect(book.take(-2, now: at(3_000)) == nil)
    #expect(book.take(-1, now: at(3_000)) == nil)
  }
}
