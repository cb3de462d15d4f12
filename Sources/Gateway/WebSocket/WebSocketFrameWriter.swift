import NIOCore

/// Writes the frames of the server: unmasked, never fragmented, lengths in their shortest form.
enum WebSocketFrameWriter {
  /// The most bytes that a frame adds to its payload.
  static let overheadBytes = 10

  static func write(
    _ opcode: WebSocketOpcode, payload: ByteBuffer, into output: inout ByteBuffer
  ) {
    let count = payload.readableBytes
    output.writeInteger(0x80 | opcode.rawValue)
    if count <= 125 {
      output.writeInteger(UInt8(count))
    } else if count <= 0xFFFF {
      output.writeMultipleIntegers(UInt8(126), UInt16(count))
    } else {
      output.writeMultipleIntegers(UInt8(127), UInt64(count))
    }
    output.writeImmutableBuffer(payload)
  }

  /// A close frame; the reason is cut to what a control frame holds.
  static func writeClose(
    _ code: WebSocketCloseCode?, reason: String = "", into output: inout ByteBuffer
  ) {
    var payload = ByteBuffer()
    if let code {
      payload.writeInteger(code.rawValue)
      payload.writeString(reason.utf8.count <= 123 ? reason : "")
    }
    write(.close, payload: payload, into: &output)
  }
}
