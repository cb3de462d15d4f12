import Security
import Testing

@Suite struct DigestTests {
  /// FIPS 180-4 example messages, and the empty one.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func knownAnswers(message: String, expected: String) throws {
    #expect(try Digest.sha256(Array(message.utf8)) == bytes(hex: expected))
  }

  @Test func millionLetters() throws {
    let hash = try Digest.sha256(Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
    #expect(
      hash == bytes(hex: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"))
  }

  /// FIPS 180-4 example messages, and the handshake of RFC 6455, section 1.3.
  @Test(arguments: [
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
    ),
    (
      "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
      "b37a4f2cc0624f1690f64606cf385945b2bec4ea"
    ),
  ])
  func knownAnswersOfSHA1(message: String, expected: String) throws {
    #expect(try Digest.sha1(Array(message.utf8)) == bytes(hex: expected))
  }

  @Test func comparisonIsExact() {
    #expect(ConstantTime.equal([], []))
    #expect(ConstantTime.equal([1, 2, 3], [1, 2, 3]))
    #expect(!ConstantTime.equal([1, 2, 3], [1, 2, 4]))
    #expect(!ConstantTime.equal([0, 2, 3], [1, 2, 3]))
    #expect(!ConstantTime.equal([1, 2], [1, 2, 3]))
  }
}
