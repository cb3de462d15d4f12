import Security
import Testing

@Suite("Session tokens")
struct SessionTokenTests {
  private let key = [UInt8](repeating: 7, count: 32)
  private let token = SessionToken(account: 12, stamp: 3, expiresAt: 1_700_000_000_000)

  @Test("what was signed is read again")
  func roundTrip() throws {
    let text = try token.signed(with: key)
    #expect(text.utf8.count == 76)
    #expect(try SessionToken(text: text, key: key) == token)
    for account in [0, 1, UInt64.max] {
      let extreme = SessionToken(account: account, stamp: .max, expiresAt: .min)
      #expect(try SessionToken(text: extreme.signed(with: key), key: key) == extreme)
    }
  }

  @Test("another key signs otherwise")
  func otherKey() throws {
    let other = [UInt8](repeating: 8, count: 32)
    #expect(try SessionToken(text: token.signed(with: other), key: key) == nil)
    #expect(try token.signed(with: other) != token.signed(with: key))
  }

  @Test("no bit of it can be changed")
  func tampering() throws {
    let bytes = try #require(Base64.url.decode(try token.signed(with: key)))
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << bit
        #expect(try SessionToken(text: Base64.url.encode(changed), key: key) == nil)
      }
    }
  }

  @Test("a code made for something else is none", arguments: ["", "x"])
  func otherPurpose(prefix: String) throws {
    let bytes = try #require(Base64.url.decode(try token.signed(with: key)))
    let signed = Array(bytes[..<25])
    let code = try MessageAuthentication.code(of: Array(prefix.utf8) + signed, key: key)
    #expect(try SessionToken(text: Base64.url.encode(signed + code), key: key) == nil)
  }

  @Test(
    "garbage is no token",
    arguments: [
      "", "A", "AAAA", "=", "💥", String(repeating: "A", count: 76),
      String(repeating: "A", count: 77), String(repeating: "_", count: 10_000),
    ])
  func garbage(text: String) throws {
    #expect(try SessionToken(text: text, key: key) == nil)
  }

  @Test("its description hides the signature")
  func description() throws {
    #expect("\(token)" == "SessionToken(account: 12)")
  }

  @Test("nothing matches a decoy, and each is another")
  func decoy() throws {
    let decoy = try PasswordHash.decoy()
    #expect(try !decoy.matches(""))
    #expect(try !decoy.matches("correct horse"))
    #expect(try PasswordHash(encoded: decoy.encoded) == decoy)
    #expect(try PasswordHash.decoy() != decoy)
    #expect(!decoy.isOutdated)
  }
}
