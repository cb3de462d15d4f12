import Security
import Testing

@Suite struct ResumeTokenTests {
  @Test func textRoundTrips() throws {
    let token = try ResumeToken.generate()
    #expect(token.bytes.count == 32)
    #expect(token.text.utf8.count == 43)
    #expect(ResumeToken(text: token.text) == token)
    #expect(ResumeToken(bytes: token.bytes) == token)
    #expect(try token.hash() == Digest.sha256(token.bytes))
  }

  @Test func tokensDiffer() throws {
    let tokens = try (0..<100).map { _ in try ResumeToken.generate() }
    #expect(Set(tokens).count == 100)
  }

  @Test func foreignTextIsRefused() throws {
    let text = try ResumeToken.generate().text
    #expect(ResumeToken(text: "") == nil)
    #expect(ResumeToken(text: String(text.dropLast())) == nil)
    #expect(ResumeToken(text: text + "A") == nil)
    #expect(ResumeToken(text: text + "=") == nil)
    #expect(ResumeToken(text: String(text.dropLast()) + "+") == nil)
    #expect(ResumeToken(bytes: Array(repeating: 0, count: 31)) == nil)
  }

  @Test func descriptionHidesTheSecret() throws {
    let token = try ResumeToken.generate()
    #expect("\(token)" == "ResumeToken(hidden)")
    #expect(!String(reflecting: token).contains(token.text))
  }

  @Test func randomBytesHaveTheLengthAsked() throws {
    #expect(try SecureRandom.bytes(0).isEmpty)
    #expect(try SecureRandom.bytes(1).count == 1)
    let bytes = try SecureRandom.bytes(4096)
    #expect(Set(bytes).count > 200)
  }
}
