import NIOCore

/// The server's side of a WebSocket, as strict as a client's test needs it.
enum FakeWebSocket {
  static let answer = ByteBuffer(
    string: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: keep-alive, "
      + "Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")

  /// Takes a whole request for a WebSocket at `/play`.
  static func takeRequest(from stream: inout ByteBuffer) -> Bool {
    let text = String(buffer: stream)
    guard text.hasSuffix("\r\n\r\n") else { return false }
    stream.clear()
    let lines = text.components("\r\n")
    return lines.first == "GET /play HTTP/1.1" && lines.contains("Upgrade: websocket")
      && lines.contains("Connection: Upgrade") && lines.contains("Sec-WebSocket-Version: 13")
      && lines.contains("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
      && lines.contains { $0.hasPrefix("Host: 127.0.0.1:") }
      && !lines.contains { $0.lowercased().hasPrefix("origin") }
  }

  /// Takes a masked frame of less than 64 KiB; an unmasked one counts as goodbye.
  static func takeFrame(from stream: inout ByteBuffer) -> (opcode: UInt8, payload: ByteBuffer)? {
    var rest = stream
    guard let first: UInt8 = rest.readInteger(), let second: UInt8 = rest.readInteger() else {
      return nil
    }
    guard second & 0x80 != 0, first & 0xF0 == 0x80 else { return (8, ByteBuffer()) }
    var length = Int(second & 0x7F)
    if length == 126 {
      guard let long: UInt16 = rest.readInteger() else { return nil }
      length = Int(long)
    }
    guard let mask = rest.readBytes(length: 4), let masked = rest.readBytes(length: length) else {
      return nil
    }
    stream = rest
    return (first & 0x0F, ByteBuffer(bytes: masked.enumerated().map { $1 ^ mask[$0 % 4] }))
  }

  /// Writes a message as three frames, with a ping between them.
  static func write(_ message: ByteBuffer, to stream: inout ByteBuffer) {
    var rest = message
    let head = rest.readSlice(length: rest.readableBytes / 3) ?? ByteBuffer()
    let middle = rest.readSlice(length: rest.readableBytes / 2) ?? ByteBuffer()
    writeFrame(0x02, head, to: &stream)
    writeFrame(0x89, ByteBuffer(string: "ping"), to: &stream)
    writeFrame(0x00, middle, to: &stream)
    writeFrame(0x80, rest, to: &stream)
  }

  static func writeFrame(_ first: UInt8, _ payload: ByteBuffer, to stream: inout ByteBuffer) {
    stream.writeInteger(first)
    if payload.readableBytes < 126 {
      stream.writeInteger(UInt8(payload.readableBytes))
    } else {
      stream.writeInteger(UInt8(126))
      stream.writeInteger(UInt16(payload.readableBytes))
    }
    stream.writeImmutableBuffer(payload)
  }
}

extension String {
  func components(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: true).map(String.init)
  }
}
