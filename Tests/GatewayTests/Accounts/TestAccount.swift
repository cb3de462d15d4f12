import Foundation
import NIOCore
import NIOHTTP1
import Testing
import Wire

@testable import Gateway

/// An answer over HTTP, as a client reads it.
struct TestAnswer {
  let status: Int
  let headers: [String: String]
  let body: String

  /// nil: no whole answer.
  init?(_ text: String) {
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let first = parts[0].split(separator: "\r\n").first,
      let status = Int(first.split(separator: " ")[1])
    else { return nil }
    self.status = status
    headers = Dictionary(
      parts[0].split(separator: "\r\n").dropFirst().compactMap { line in
        let pair = line.split(separator: ":", maxSplits: 1)
        return pair.count == 2
          ? (pair[0].lowercased(), pair[1].trimmingCharacters(in: .whitespaces)) : nil
      }, uniquingKeysWith: { a, _ in a })
    body = String(parts[1])
  }

  func read<Document: Decodable>(_ type: Document.Type) throws -> Document {
    try JSONDecoder().decode(type, from: Data(body.utf8))
  }

  struct Refused: Decodable {
    struct Reason: Decodable {
      var code: String
      var message: String
      var wait: Int64?

      enum CodingKeys: String, CodingKey {
        case code, message
        case wait = "retry_after_ms"
      }
    }
    var error: Reason
  }

  /// The code of a refusal, which must be one.
  var code: String? { (try? read(Refused.self))?.error.code }

  var retryAfter: Int64? { (try? read(Refused.self))?.error.wait }
}

/// What a client of accounts reads.
enum TestDocument {
  struct Character: Decodable, Equatable {
    var id: UInt64
    var name: String
    var level: Int
  }
  struct Registered: Decodable {
    var account: UInt64
    var name: String
  }
  struct LoggedIn: Decodable {
    var token: String
    var expires: Int64
    var characters: [Character]

    enum CodingKeys: String, CodingKey {
      case token, characters
      case expires = "expires_ms"
    }
  }
  struct Characters: Decodable {
    var characters: [Character]
  }
  struct Ticket: Decodable {
    var ticket: String
    var expires: Int64

    enum CodingKeys: String, CodingKey {
      case ticket
      case expires = "expires_ms"
    }
  }
}

extension TestGateway {
  static let password = "correct horse"

  /// One request on a connection of its own, its bytes as given.
  func raw(_ request: String) async throws -> TestAnswer {
    let socket = try await TestSocket.connect(port: listener.httpPort)
    socket.write(request)
    let text = String(buffer: await socket.readToEnd())
    return try #require(TestAnswer(text), "\(text.prefix(200))")
  }

  func ask(
    _ path: String, _ body: String? = nil, token: String? = nil, method: String? = nil,
    headers: [String] = [], type: String? = "application/json"
  ) async throws -> TestAnswer {
    var lines = ["\(method ?? (body == nil ? "GET" : "POST")) /api/\(path) HTTP/1.1"]
    lines += ["Host: localhost", "Connection: close"] + headers
    if let body { lines.append("Content-Length: \(body.utf8.count)") }
    if let type, body != nil { lines.append("Content-Type: \(type)") }
    if let token { lines.append("Authorization: Bearer \(token)") }
    return try await raw(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
  }

  func register(_ name: String, _ password: String = Self.password) async throws -> TestAnswer {
    try await ask("register", #"{"name":"\#(name)","password":"\#(password)"}"#)
  }

  func logIn(_ name: String, _ password: String = Self.password) async throws -> TestAnswer {
    try await ask("login", #"{"name":"\#(name)","password":"\#(password)"}"#)
  }

  /// A session token of a new account.
  func newAccount(_ name: String) async throws -> String {
    let registered = try await register(name)
    try #require(registered.status == 200, "\(registered.body)")
    return try await logIn(name).read(TestDocument.LoggedIn.self).token
  }

  func newCharacter(_ name: String, token: String) async throws -> TestDocument.Character {
    try await ask("characters", #"{"name":"\#(name)"}"#, token: token)
      .read(TestDocument.Character.self)
  }

  func ticket(_ character: UInt64, token: String) async throws -> String {
    try await ask("ticket", #"{"character":\#(character)}"#, token: token)
      .read(TestDocument.Ticket.self).ticket
  }

  /// What a ticket is answered with.
  func redeem(
    _ ticket: String, _ transport: TestPlayer.Transport = .webSocket
  ) async throws -> (TestPlayer, ServerMessage?) {
    var player = try await TestPlayer(transport, self)
    player.send(.hello(version: 1, client: "test"))
    player.send(.ticketLogin(ticket: Array(ticket.utf8)))
    guard case .welcome = try await player.nextMessage() else { throw Unexpected() }
    let answer = try await player.nextMessage()
    return (player, answer)
  }
}
