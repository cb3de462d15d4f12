import Model
import Testing

/// The text by which contexts travel, by the rules of W3C Trace Context.
@Suite struct TraceContextTests {
  private static let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

  @Test func readsAndWritesWhatTheStandardShows() throws {
    let context = try #require(TraceContext(traceparent: Self.text))
    #expect(context.trace.description == "0af7651916cd43dd8448eb211c80319c")
    #expect(context.span.description == "b7ad6b7169203331")
    #expect(context.isSampled)
    #expect(context.description == Self.text)
    #expect(context.description.utf8.count == TraceContext.textCount)
    #expect(TraceID(bytes: context.trace.bytes) == context.trace)
    #expect(TraceID(context.trace.description) == context.trace)
  }

  @Test func ofTheFlagsOnlySampledCounts() throws {
    let base = Self.text.dropLast(2)
    for flags in 0...255 {
      let digits = String(flags, radix: 16)
      let text = base + (digits.count == 1 ? "0" : "") + digits
      #expect(try #require(TraceContext(traceparent: text)).isSampled == (flags & 1 == 1))
    }
  }

  private static let invalid: [String] = [
    "", "00", text.uppercased(), "\(text)-", "\(text)-00", String(text.dropLast()), " \(text)",
    "ff\(text.dropFirst(2))", "0g\(text.dropFirst(2))", text.replacing("-", with: "_"),
    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
    "00-0af7651916cd43dd8448eb211c80319ä-b7ad6b716920333-01",
    "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01what",
  ]

  @Test(arguments: invalid)
  func whatIsInvalidIsNothing(_ text: String) {
    #expect(TraceContext(traceparent: text) == nil, "\(text)")
  }

  @Test func aLaterVersionIsReadAsFarAsThisOneGoes() throws {
    let later = "cc\(Self.text.dropFirst(2))"
    for text in [later, "\(later)-what-ever"] {
      #expect(
        try #require(TraceContext(traceparent: text)).description == Self.text, "\(text)")
    }
  }

  /// Whatever comes, reading ends; and what is read is written as it was, or as version 00.
  @Test(arguments: 1...8)
  func anythingIsReadOrRefused(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var read = 0
    for _ in 0..<4_000 {
      var bytes = Array(Self.text.utf8)
      for _ in 0..<random.below(4) {
        let place = Int(random.below(UInt32(bytes.count)))
        switch random.below(4) {
        case 0: bytes[place] = UInt8(random.below(256))
        case 1: bytes[place] = Array("0123456789abcdef-".utf8)[Int(random.below(17))]
        case 2: bytes.remove(at: place)
        default: bytes.insert(UInt8(random.below(128)), at: place)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let context = TraceContext(traceparent: text) else { continue }
      read += 1
      let again = TraceContext(traceparent: context.description)
      #expect(again == context)
      #expect(text.contains(context.trace.description))
      #expect(text.contains(context.span.description))
    }
    #expect(read > 400 && read < 4_000, "both happened: \(read)")
  }
}
