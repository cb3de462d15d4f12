import Testing

@testable import Supervisor

@Suite struct ReadinessReplyTests {
  @Test func failingChecksAreNamed() {
    let body = #"""
      {"failing":[{"check":"redis","reason":"no contact"},{"check":"storage","reason":"locked"}]}
      """#
    let reply = ReadinessReply("HTTP/1.1 503 Service Unavailable\r\na: b\r\n\r\n\(body)")
    #expect(reply.reason == "redis: no contact, storage: locked")
  }

  @Test(arguments: [
    ("HTTP/1.1 404 Not Found\r\n\r\nnothing", "says HTTP/1.1 404 Not Found"),
    ("", "gives no answer to /readyz"),
    ("SSH-2.0", "gives no answer to /readyz"),
  ])
  func strangersAreDescribed(_ response: String, _ reason: String) {
    #expect(ReadinessReply(response).reason == reason)
  }
}
