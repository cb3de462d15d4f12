import NIOCore

/// The client's half of the opening handshake (RFC 6455, section 4.1).
///
/// The key proves only that the server speaks WebSocket, so all bots send the one of the RFC's
/// example, whose answer is known without computing a hash.
enum WebSocketUpgrade {
  private static let key = "dGhlIHNhbXBsZSBub25jZQ=="
  private static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

  static func request(to address: BotAddress) -> ByteBuffer {
    ByteBuffer(
      string: """
        GET \(address.path) HTTP/1.1\r
        Host: \(address.authority)\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: \(key)\r
        Sec-WebSocket-Version: 13\r
        \r

        """)
  }

  /// Takes the answer from the stream; false when it has not wholly arrived.
  static func readAnswer(from stream: inout ByteBuffer) throws(TransportError) -> Bool {
    let view = stream.readableBytesView
    guard let end = endOfHeader(view) else {
      guard view.count <= Limits.upgradeBytesMax else {
        throw .upgradeRefused("the answer's header is too long")
      }
      return false
    }
    let header = String(decoding: view[..<end], as: UTF8.self)
    stream.moveReaderIndex(forwardBy: end - view.startIndex)
    var lines = header.split(separator: "\r\n")
    guard let status = lines.first, status.hasPrefix("HTTP/1.1 101") else {
      throw .upgradeRefused(String(lines.first ?? "no status"))
    }
    lines.removeFirst()
    guard value(of: "upgrade", in: lines)?.lowercased() == "websocket",
      value(of: "connection", in: lines)?.lowercased().contains("upgrade") == true,
      value(of: "sec-websocket-accept", in: lines) == accept
    else { throw .upgradeRefused("the answer is not that of a WebSocket server") }
    guard value(of: "sec-websocket-extensions", in: lines) == nil,
      value(of: "sec-websocket-protocol", in: lines) == nil
    else { throw .upgradeRefused("the server chose what was not offered") }
    return true
  }

  private static func endOfHeader(_ bytes: ByteBufferView) -> Int? {
    let mark: [UInt8] = [13, 10, 13, 10]
    guard bytes.count >= mark.count else { return nil }
    return (bytes.startIndex...bytes.endIndex - mark.count).first {
      bytes[$0] == 13 && bytes[$0..<$0 + mark.count].elementsEqual(mark)
    }.map { $0 + mark.count }
  }

  private static func value(of name: String, in lines: [Substring]) -> String? {
    for line in lines {
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else {
        continue
      }
      return line[line.index(after: colon)...].split(separator: " ").joined(separator: " ")
    }
    return nil
  }
}
