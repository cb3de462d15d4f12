import Testing

@testable import Security

@Suite struct OneTimePasswordTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let seconds: Int64
    let algorithm: OneTimePassword.Algorithm
    let code: String

    var testDescription: String { "\(algorithm.rawValue) at \(seconds)" }
  }

  /// RFC 6238, appendix B.
  static let vectors: [Vector] = [
    (59, "94287082", "46119246", "90693936"),
    (1_111_111_109, "07081804", "68084774", "25091201"),
    (1_111_111_111, "14050471", "67062674", "99943326"),
    (1_234_567_890, "89005924", "91819424", "93441116"),
    (2_000_000_000, "69279037", "90698825", "38618901"),
    (20_000_000_000, "65353130", "77737706", "47863826"),
  ].flatMap { row in
    [
      Vector(seconds: row.0, algorithm: .sha1, code: row.1),
      Vector(seconds: row.0, algorithm: .sha256, code: row.2),
      Vector(seconds: row.0, algorithm: .sha512, code: row.3),
    ]
  }

  /// The digits 1 ... 9, 0 over and over, as many as the hash has bytes.
  private func secret(_ algorithm: OneTimePassword.Algorithm) -> [UInt8] {
    let count =
      switch algorithm {
      case .sha1: 20
      case .sha256: 32
      case .sha512: 64
      }
    return (0..<count).map { UInt8(ascii: "0") + UInt8(($0 + 1) % 10) }
  }

  @Test(arguments: vectors)
  func appendixB(_ vector: Vector) throws {
    let password = try #require(
      OneTimePassword(
        secret: secret(vector.algorithm), algorithm: vector.algorithm, digits: 8))
    let step = OneTimePassword.step(at: vector.seconds * 1_000)
    #expect(try password.code(atStep: step) == vector.code)
    #expect(try password.step(of: vector.code, near: vector.seconds * 1_000) == step)
  }

  @Test func aClockMayBeOneStepOff() throws {
    let password = try #require(OneTimePassword(secret: secret(.sha1)))
    let now: Int64 = 1_234_567_890_000
    let step = OneTimePassword.step(at: now)
    for offset in -3...3 {
      let other = UInt64(Int64(step) + Int64(offset))
      let found = try password.step(of: try password.code(atStep: other), near: now)
      #expect(found == (abs(offset) <= 1 ? other : nil), "\(offset) steps off")
    }
    #expect(try password.step(of: try password.code(atStep: 0), near: 0) == 0)
  }

  @Test(arguments: ["", "1", "12345", "1234567", "abcdef", "\0\0\0\0\0\0", "００５９２４"])
  func otherTextsAreWrong(_ text: String) throws {
    let password = try #require(OneTimePassword(secret: secret(.sha1)))
    #expect(try password.step(of: text, near: 1_234_567_890_000) == nil)
  }

  @Test func spacesDoNotCount() throws {
    let password = try #require(OneTimePassword(secret: secret(.sha1)))
    let step = OneTimePassword.step(at: 1_234_567_890_000)
    #expect(try password.step(of: "005 924", near: 1_234_567_890_000) == step)
  }

  @Test func secretsAndDigitsHaveBounds() throws {
    #expect(OneTimePassword(secret: Array(repeating: 1, count: 15)) == nil)
    #expect(OneTimePassword(secret: Array(repeating: 1, count: 65)) == nil)
    #expect(OneTimePassword(secret: Array(repeating: 1, count: 20), digits: 9) == nil)
    let fresh = try OneTimePassword.makeSecret()
    #expect(try fresh.count == 20 && fresh != OneTimePassword.makeSecret())
  }

  @Test func theURISaysEverything() throws {
    let password = try #require(OneTimePassword(secret: secret(.sha1)))
    #expect(
      password.uri(issuer: "Pangea (test)", account: "ada:ä") == """
        otpauth://totp/Pangea%20%28test%29:ada%3A%C3%A4?\
        secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Pangea%20%28test%29&algorithm=SHA1\
        &digits=6&period=30
        """)
  }
}
