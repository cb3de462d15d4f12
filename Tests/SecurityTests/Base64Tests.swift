import Security
import Testing

@Suite struct Base64Tests {
  /// RFC 4648, section 10, without the padding.
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
    ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
  ])
  func knownAnswers(plain: String, text: String) {
    #expect(Base64.url.encode(Array(plain.utf8)) == text)
    #expect(Base64.standard.decode(text) == Array(plain.utf8))
  }

  @Test func alphabetsDiffer() {
    let bytes: [UInt8] = [0xfb, 0xff, 0xbf]
    #expect(Base64.url.encode(bytes) == "-_-_")
    #expect(Base64.standard.encode(bytes) == "+/+/")
    #expect(Base64.url.decode("+/+/") == nil)
    #expect(Base64.standard.decode("-_-_") == nil)
  }

  @Test(arguments: ["A", "AAAAA", "Zh", "Zm9", "Zg==", "Zm 9v", "Zmé"])
  func whatNoEncoderWritesIsRefused(text: String) {
    #expect(Base64.url.decode(text) == nil)
  }

  @Test func everyLengthRoundTrips() throws {
    for count in 0..<70 {
      let bytes = try SecureRandom.bytes(count)
      #expect(Base64.url.decode(Base64.url.encode(bytes)) == bytes)
    }
  }
}
