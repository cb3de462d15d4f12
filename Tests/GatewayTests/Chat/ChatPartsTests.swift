import Model
import Testing
import Wire

@testable import Gateway

@Suite struct ChatPartsTests {
  @Test(arguments: ["hello", "grüße 山 👋🏽", "a", String(repeating: "x", count: 240), "-"])
  func aLineIsTaken(text: String) { #expect(ChatText(text)?.text == text) }

  @Test(arguments: [
    "", "   ", "\u{3000}", "two\nlines", "bell\u{7}", "\u{202E}turned", "\u{2028}",
    "hidden\u{200B}", "\u{E000}", String(repeating: "x", count: 241),
  ])
  func whatIsNoLineIsRefused(text: String) { #expect(ChatText(text) == nil) }

  private static func conduct() -> ChatConduct {
    ChatConduct(limits: GatewayLimits(), now: BootTime(microseconds: 0))
  }

  private func at(_ seconds: Int64) -> BootTime { BootTime(microseconds: seconds * 1_000_000) }

  @Test func anOperatorsMuteStandsApartFromThat() {
    var conduct = Self.conduct()
    conduct.silencedUntil = at(60)
    let silenced = conduct.says("a", now: at(1))
    #expect(silenced == .silenced(milliseconds: 59_001))
    conduct.silencedUntil = nil
    let free = conduct.says("b", now: at(1))
    #expect(free == .free)
    conduct.silencedUntil = at(2)
    let over = conduct.says("c", now: at(2))
    #expect(over == .free)
  }

  @Test func whoSaysTooMuchIsMutedForLongerEachTime() {
    var conduct = Self.conduct()
    for line in 0..<6 {
      let verdict = conduct.says("line \(line)", now: at(1))
      #expect(verdict == .free)
    }
    let first = conduct.says("seventh", now: at(1))
    #expect(first == .muted(milliseconds: 10_001))
    let during = conduct.says("eighth", now: at(6))
    #expect(during == .muted(milliseconds: 5_001))
    for line in 0..<6 {
      let verdict = conduct.says("after \(line)", now: at(20))
      #expect(verdict == .free)
    }
    let second = conduct.says("again", now: at(20))
    #expect(second == .muted(milliseconds: 20_001))
  }

  @Test func theSameLineIsSaidThreeTimesAtMost() {
    var conduct = Self.conduct()
    for time in 1...3 as ClosedRange<Int64> {
      let verdict = conduct.says("buy gold", now: at(time * 30))
      #expect(verdict == .free)
    }
    let verdict = conduct.says("buy gold", now: at(120))
    #expect(verdict != .free)
  }

  @Test func anOperatorsMuteHolds() {
    var conduct = Self.conduct()
    conduct.mute(until: at(100))
    conduct.mute(until: at(50))
    let muted = conduct.says("hello", now: at(99))
    #expect(muted == .muted(milliseconds: 1_001))
    let free = conduct.says("hello", now: at(100))
    #expect(free == .free)
  }

  @Test func namesAreFoundInEitherCaseAndForgotten() {
    let table = NameTable()
    table.add("Ada", CharacterID(1))
    table.add("ada", CharacterID(2))
    table.add("Ada", CharacterID(1))
    #expect(table.characters(named: "ADA") == [CharacterID(1), CharacterID(2)])
    table.remove("Ada", CharacterID(1))
    #expect(table.characters(named: "ada") == [CharacterID(2)])
    table.remove("ada", CharacterID(2))
    #expect(table.characters(named: "ada").isEmpty)
  }

  @Test func aWhisperIsAnsweredOnceOrRunsOut() {
    let book = WhisperBook(limit: 2)
    let line = ChatLine(channel: .whisper, character: CharacterID(1), name: "A", text: "x", to: "B")
    let first = book.add(line, until: at(2))
    let second = book.add(line, until: at(3))
    #expect(book.add(line, until: at(3)) == nil, "full")
    #expect(first.flatMap { book.heard($0) } == line)
    #expect(first.flatMap { book.heard($0) } == nil)
    #expect(book.expired(now: at(3)).isEmpty)
    #expect(book.expired(now: at(4)) == [line])
    #expect(second.flatMap { book.heard($0) } == nil)
  }
}
