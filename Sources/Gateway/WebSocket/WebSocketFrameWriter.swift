import NIOCore

/// Writes the frames of the server: unmasked, never fragmented, lengths in their shortest form.
enum WebSocketFrameWriter {
  /// The most bytes that a frame adds to its payload.
  static let overheadBytes = 10

  /// The longest payload whose length stands in the second byte, and nowhere else.
  private static let shortBytesMax = 125

  static func write(
    _ opcode: WebSocketOpcode, payload: ByteBuffer, into output: inout ByteBuffer
  ) {
    let count = payload.readableBytes
    output.writeInteger(0x80 | opcode.rawValue)
    if count <= shortBytesMax {
      output.writeInteger(UInt8(count))
    } else if count <= 0xFFFF {
      output.writeMultipleIntegers(UInt8(126), UInt16(count))
    } else {
      output.writeMultipleIntegers(UInt8(127), UInt64(count))
    }
    output.writeImmutableBuffer(payload)
  }

  /// Writes one frame; `body` appends its payload, which mostly is short.
  static func write(
    _ opcode: WebSocketOpcode, into output: inout ByteBuffer, _ body: (inout ByteBuffer) -> Void
  ) {
    let header = output.writerIndex
    output.writeMultipleIntegers(0x80 | opcode.rawValue, UInt8(0))
    let start = output.writerIndex
    body(&output)
    let count = output.writerIndex - start
    if count <= shortBytesMax {
      output.setInteger(UInt8(count), at: header + 1)
    } else {
      // Its length takes more room: the payload moves.
      let payload = output.viewBytes(at: start, length: count).map { ByteBuffer(bytes: $0) }
      output.moveWriterIndex(to: header)
      if let payload { write(opcode, payload: payload, into: &output) }
    }
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
