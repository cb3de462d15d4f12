import Security
import Testing

@Suite struct PasswordHashTests {
  /// A cheap setting: the tests are about the code around scrypt.
  let cheap = Scrypt(logCost: 4, blockSize: 1, parallelism: 1)!

  /// RFC 7914, section 12, without the vector that takes 1 GiB.
  @Test(arguments: [
    (
      "", "", 4, 1, 1,
      """
      77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442
      fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
      """
    ),
    (
      "password", "NaCl", 10, 8, 16,
      """
      fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162
      2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
      """
    ),
    (
      "pleaseletmein", "SodiumChloride", 14, 8, 1,
      """
      7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2
      d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
      """
    ),
  ])
  func knownAnswers(
    password: String, salt: String, logCost: Int, blockSize: Int, parallelism: Int, key: String
  ) throws {
    let scrypt = try #require(
      Scrypt(
        logCost: UInt8(logCost), blockSize: UInt32(blockSize), parallelism: UInt32(parallelism)))
    let derived = try scrypt.derive(
      password: Array(password.utf8), salt: Array(salt.utf8), count: 64)
    #expect(derived == bytes(hex: key))
  }

  @Test func encodedHashVerifies() throws {
    let hash = try PasswordHash(password: "correct horse", parameters: cheap)
    #expect(hash.encoded.hasPrefix("$scrypt$ln=4,r=1,p=1$"))
    let read = try PasswordHash(encoded: hash.encoded)
    #expect(read == hash)
    #expect(try read.matches("correct horse"))
    #expect(try !read.matches("correct horsf"))
    #expect(try !read.matches(""))
    #expect(read.isOutdated)
  }

  @Test func newHashesUseTheStandardAndAFreshSalt() throws {
    let first = try PasswordHash(password: "x")
    let second = try PasswordHash(password: "x")
    #expect(first.encoded.hasPrefix("$scrypt$ln=14,r=8,p=1$"))
    #expect(!first.isOutdated)
    #expect(first != second)
    #expect(try second.matches("x"))
  }

  @Test func longPasswordsAreRefused() throws {
    let long = String(repeating: "p", count: SecurityLimits.passwordBytesMax + 1)
    #expect(throws: SecurityError.passwordTooLong(bytes: long.utf8.count)) {
      try PasswordHash(password: long, parameters: cheap)
    }
    #expect(try !PasswordHash(password: "p", parameters: cheap).matches(long))
  }

  @Test(arguments: [
    "", "$", "plain", "$scrypt$", "$bcrypt$ln=4,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
    "$scrypt$ln=4,r=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=04,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=30,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=4,r=4294967295,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=4,r=1,p=4000000000$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=0,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=4,r=1,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=4,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
    "$scrypt$ln=4,r=1,p=1$AAAAAAAAAAAAAAAAAAAAA=$AAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=4,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA$",
  ])
  func malformedHashesAreRefused(text: String) {
    #expect(throws: SecurityError.malformedHash) { try PasswordHash(encoded: text) }
  }
}
