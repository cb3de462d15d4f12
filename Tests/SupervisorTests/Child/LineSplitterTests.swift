import Testing

@testable import Supervisor

@Suite struct LineSplitterTests {
  @Test func linesComeOutWholeHoweverTheBytesArrive() {
    let text = "one\r\ntwo\n\nthrée\nrest"
    for size in 1...text.utf8.count {
      var splitter = LineSplitter(limit: 100)
      let bytes = Array(text.utf8)
      var lines: [String] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        lines += splitter.split(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(lines == ["one", "two", "", "thrée"])
      #expect(splitter.rest() == "rest")
      #expect(splitter.rest() == nil)
    }
  }

  @Test func aLineTooLongIsCut() {
    var splitter = LineSplitter(limit: 4)
    #expect(splitter.split(Array("abcdefghij\n".utf8)) == ["abcd", "efgh", "ij"])
  }

  @Test func foreignBytesAreReplaced() {
    var splitter = LineSplitter(limit: 10)
    #expect(splitter.split([0xFF, UInt8(ascii: "a"), 0x0A]) == ["\u{FFFD}a"])
  }
}
