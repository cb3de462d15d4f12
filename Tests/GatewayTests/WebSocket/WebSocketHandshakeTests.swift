import NIOHTTP1
import Testing

@testable import Gateway

@Suite("WebSocket handshake")
struct WebSocketHandshakeTests {
  private let handshake = WebSocketHandshake(origins: .sameHost)

  private func head(_ change: (inout HTTPRequestHead) -> Void = { _ in }) -> HTTPRequestHead {
    var head = HTTPRequestHead(
      version: .http1_1, method: .GET, uri: "/play",
      headers: [
        "Host": "play.example:8080", "Upgrade": "websocket", "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13",
      ])
    change(&head)
    return head
  }

  @Test("the example of RFC 6455, section 1.3")
  func example() throws {
    let headers = try handshake.answer(to: head())
    #expect(headers.first(name: "Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    #expect(headers.first(name: "Upgrade") == "websocket")
    #expect(headers.first(name: "Connection") == "Upgrade")
    #expect(!headers.contains(name: "Sec-WebSocket-Extensions"))
    #expect(!headers.contains(name: "Sec-WebSocket-Protocol"))
  }

  @Test("offers of extensions and subprotocols are not taken")
  func offers() throws {
    let headers = try handshake.answer(
      to: head {
        $0.headers.add(name: "Sec-WebSocket-Extensions", value: "permessage-deflate")
        $0.headers.add(name: "Sec-WebSocket-Protocol", value: "chat")
      })
    #expect(headers.count == 3)
  }

  @Test(
    "headers that are right in other words",
    arguments: [
      ("Connection", "keep-alive, Upgrade"), ("Connection", "UPGRADE"),
      ("Upgrade", "WebSocket"), ("Upgrade", "h2c, websocket"),
      ("Origin", "http://play.example:8080"), ("Origin", "https://PLAY.example:8080"),
      ("Content-Length", "0"),
    ])
  func right(header: (String, String)) throws {
    _ = try handshake.answer(
      to: head { $0.headers.replaceOrAdd(name: header.0, value: header.1) })
  }

  @Test(
    "headers that are wrong",
    arguments: [
      ("Connection", "keep-alive", .connection), ("Upgrade", "h2c", .upgrade),
      ("Sec-WebSocket-Key", "", .key), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ", .key),
      ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=!", .key),
      ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", .key),
      ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j", .key),
      ("Sec-WebSocket-Version", "8", .protocolVersion),
      ("Sec-WebSocket-Version", "13, 8", .protocolVersion),
      ("Content-Length", "5", .body), ("Transfer-Encoding", "chunked", .body),
      ("Origin", "http://evil.example", .origin), ("Origin", "null", .origin),
      ("Origin", "http://play.example", .origin), ("Host", "", .host),
    ] as [(String, String, WebSocketHandshake.Refusal)])
  func wrong(header: (String, String, WebSocketHandshake.Refusal)) {
    #expect(throws: header.2) {
      try handshake.answer(
        to: head { $0.headers.replaceOrAdd(name: header.0, value: header.1) })
    }
  }

  @Test(
    "headers that are missing",
    arguments: [
      ("Host", .host), ("Upgrade", .upgrade), ("Connection", .connection),
      ("Sec-WebSocket-Key", .key), ("Sec-WebSocket-Version", .protocolVersion),
    ] as [(String, WebSocketHandshake.Refusal)])
  func missing(header: (String, WebSocketHandshake.Refusal)) {
    #expect(throws: header.1) {
      try handshake.answer(to: head { $0.headers.remove(name: header.0) })
    }
  }

  @Test(
    "headers that stand twice",
    arguments: [
      ("Host", .host), ("Sec-WebSocket-Key", .key), ("Sec-WebSocket-Version", .protocolVersion),
    ] as [(String, WebSocketHandshake.Refusal)])
  func twice(header: (String, WebSocketHandshake.Refusal)) {
    #expect(throws: header.1) {
      try handshake.answer(
        to: head {
          $0.headers.add(name: header.0, value: $0.headers.first(name: header.0) ?? "")
        })
    }
  }

  @Test("two origins are no origin")
  func twoOrigins() {
    #expect(throws: WebSocketHandshake.Refusal.origin) {
      try handshake.answer(
        to: head {
          $0.headers.add(name: "Origin", value: "http://play.example:8080")
          $0.headers.add(name: "Origin", value: "http://play.example:8080")
        })
    }
  }

  @Test("method and version")
  func line() {
    #expect(throws: WebSocketHandshake.Refusal.method) {
      try handshake.answer(to: head { $0.method = .POST })
    }
    #expect(throws: WebSocketHandshake.Refusal.version) {
      try handshake.answer(to: head { $0.version = .http1_0 })
    }
  }

  @Test("a wrong version is told the right one")
  func versionAnswer() {
    let refusal = WebSocketHandshake.Refusal.protocolVersion
    #expect(refusal.status == .upgradeRequired)
    #expect(refusal.headers.first(name: "Sec-WebSocket-Version") == "13")
  }

  @Test("an allow-list lets in whom it names")
  func allowList() {
    let policy = OriginPolicy.allowList(["https://play.example.org"])
    #expect(policy.allows(origin: "https://play.example.org", host: "x"))
    #expect(policy.allows(origin: nil, host: "x"))
    #expect(!policy.allows(origin: "https://x", host: "x"))
  }
}
