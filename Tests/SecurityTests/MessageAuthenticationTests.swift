import Security
import Testing

/// The vectors of RFC 4231, sections 4.2 to 4.8.
@Suite struct MessageAuthenticationTests {
  struct Vector: Sendable {
    let key: [UInt8]
    let message: [UInt8]
    let code: String
  }

  static let vectors = [
    Vector(
      key: Array(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
      code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    Vector(
      key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
      code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    Vector(
      key: Array(repeating: 0xaa, count: 20), message: Array(repeating: 0xdd, count: 50),
      code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    Vector(
      key: Array(1...25), message: Array(repeating: 0xcd, count: 50),
      code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    Vector(
      key: Array(repeating: 0xaa, count: 131),
      message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    Vector(
      key: Array(repeating: 0xaa, count: 131),
      message: Array(
        """
        This is a test using a larger than block-size key and a larger than block-size data. \
        The key needs to be hashed before being used by the HMAC algorithm.
        """.utf8),
      code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
  ]

  @Test(arguments: vectors)
  func knownAnswers(vector: Vector) throws {
    let code = try MessageAuthentication.code(of: vector.message, key: vector.key)
    #expect(code == bytes(hex: vector.code))
  }

  /// Section 4.6 prints only the first 16 bytes.
  @Test func truncatedVector() throws {
    let code = try MessageAuthentication.code(
      of: Array("Test With Truncation".utf8), key: Array(repeating: 0x0c, count: 20))
    #expect(Array(code.prefix(16)) == bytes(hex: "a3b6167473100ee06e0c796c2955552b"))
  }

  @Test func anyChangeIsRefused() throws {
    let key: [UInt8] = [1, 2, 3]
    let message = Array("session 17".utf8)
    var code = try MessageAuthentication.code(of: message, key: key)
    #expect(try MessageAuthentication.isValid(code, of: message, key: key))
    #expect(try !MessageAuthentication.isValid(code, of: message, key: [1, 2, 4]))
    #expect(try !MessageAuthentication.isValid(code, of: message + [0], key: key))
    #expect(try !MessageAuthentication.isValid(Array(code.dropLast()), of: message, key: key))
    code[31] ^= 1
    #expect(try !MessageAuthentication.isValid(code, of: message, key: key))
  }

  @Test func emptyKeyAndMessageWork() throws {
    #expect(
      try MessageAuthentication.code(of: [], key: [])
        == bytes(hex: "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"))
  }
}
