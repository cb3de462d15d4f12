import Security
import Testing

@Suite struct Base32Tests {
  /// RFC 4648, section 10, without the padding.
  @Test(arguments: [
    ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
    ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
  ])
  func vectors(_ plain: String, _ encoded: String) {
    #expect(Base32.encode(Array(plain.utf8)) == encoded)
    #expect(Base32.decode(encoded) == Array(plain.utf8))
    #expect(Base32.decode(encoded.lowercased()) == Array(plain.utf8))
  }

  @Test(arguments: ["M", "MZX", "MZ1Q", "MY======", "MZ", "MZXW6Y", " MY", "ß"])
  func otherTextsAreRefused(_ text: String) {
    #expect(Base32.decode(text) == nil)
  }

  @Test func everyByteComesBack() {
    let bytes = (0...255).map { UInt8($0) }
    for count in 0...bytes.count {
      #expect(Base32.decode(Base32.encode(Array(bytes[..<count]))) == Array(bytes[..<count]))
    }
  }
}
