import NIOCore
import NIOHTTP1
import Security

/// Decides on a client's opening handshake (RFC 6455, section 4.2).
///
/// No extension and no subprotocol is ever agreed: offers of them are ignored.
struct WebSocketHandshake {
  /// Why there is no WebSocket.
  enum Refusal: Error, Hashable, Sendable, CaseIterable {
    case method, version, host, upgrade, connection, key, protocolVersion, origin, body
    case hashUnavailable

    var status: HTTPResponseStatus {
      switch self {
      case .method: .methodNotAllowed
      case .upgrade, .protocolVersion: .upgradeRequired
      case .origin: .forbidden
      case .hashUnavailable: .internalServerError
      case .version, .host, .connection, .key, .body: .badRequest
      }
    }

    /// A sentence for whoever writes the client.
    var message: String {
      switch self {
      case .method: "A WebSocket is opened with GET."
      case .version: "A WebSocket needs HTTP/1.1."
      case .host: "Exactly one Host header is needed."
      case .upgrade: "This is a WebSocket: send Upgrade: websocket."
      case .connection: "The Connection header must name Upgrade."
      case .key: "Sec-WebSocket-Key must be 16 bytes in Base64, once."
      case .protocolVersion: "Sec-WebSocket-Version must be 13."
      case .origin: "Pages of this origin may not connect."
      case .body: "A WebSocket request has no body."
      case .hashUnavailable: "The server could not compute the answer."
      }
    }

    /// What the answer must carry beside the message.
    var headers: HTTPHeaders {
      switch self {
      case .method: ["Allow": "GET"]
      case .upgrade: ["Upgrade": "websocket", "Connection": "Upgrade, close"]
      case .protocolVersion: ["Sec-WebSocket-Version": "13"]
      default: [:]
      }
    }
  }

  let origins: OriginPolicy

  /// The headers of the 101 answer.
  func answer(to head: HTTPRequestHead) throws(Refusal) -> HTTPHeaders {
    guard head.method == .GET else { throw .method }
    guard head.version == .http1_1 else { throw .version }
    let headers = head.headers
    guard let host = Self.single("Host", in: headers), !host.isEmpty else { throw .host }
    guard Self.tokens("Upgrade", in: headers).contains("websocket") else { throw .upgrade }
    guard Self.tokens("Connection", in: headers).contains("upgrade") else { throw .connection }
    guard Self.single("Sec-WebSocket-Version", in: headers) == "13" else {
      throw .protocolVersion
    }
    guard let key = Self.single("Sec-WebSocket-Key", in: headers), Self.isKey(key) else {
      throw .key
    }
    let body = Self.single("Content-Length", in: headers) ?? "0"
    guard body == "0", !headers.contains(name: "Transfer-Encoding") else { throw .body }
    guard headers["Origin"].count <= 1,
      origins.allows(origin: headers.first(name: "Origin"), host: host)
    else { throw .origin }
    return [
      "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": try Self.accept(key),
    ]
  }

  /// `Sec-WebSocket-Accept` of a key.
  static func accept(_ key: String) throws(Refusal) -> String {
    let text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    guard let hash = try? Digest.sha1(Array(text.utf8)) else { throw .hashUnavailable }
    return Base64.standard.encode(hash) + "="
  }

  /// Whether a text is 16 bytes in padded Base64.
  private static func isKey(_ text: String) -> Bool {
    text.utf8.count == 24 && text.hasSuffix("==")
      && Base64.standard.decode(text.dropLast(2))?.count == 16
  }

  /// The value of a header that may stand only once.
  private static func single(_ name: String, in headers: HTTPHeaders) -> String? {
    let values = headers[name]
    return values.count == 1 ? values[0] : nil
  }

  private static func tokens(_ name: String, in headers: HTTPHeaders) -> [String] {
    headers[canonicalForm: name].map { $0.lowercased() }
  }
}
