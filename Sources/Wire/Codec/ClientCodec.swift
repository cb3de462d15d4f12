import CPangeaProto
import CProtobufC
import Model
import NIOCore

/// Writes and reads what clients and gateways say to each other: one message per WebSocket binary
/// message or TCP frame, in both directions, for gateways and for bots.
///
/// Fields that this version does not know are ignored, so that a newer peer may say more.
public enum ClientCodec {
  /// Appends one `ClientFrame`, without a length.
  public static func encode(_ message: ClientMessage, to buffer: inout ByteBuffer) {
    if case .input(let input) = message {
      append(input, to: &buffer)
    } else {
      encodePacked(message, to: &buffer)
    }
  }

  private static func append(_ input: PlayerInput, to buffer: inout ByteBuffer) {
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: InputCoding.bytesMax + 2) { space in
      guard let start = space.assumingMemoryBound(to: UInt8.self).baseAddress else { return 0 }
      var writer = FieldWriter(start)
      writer.header(inputTag, length: InputCoding.bytes(of: input))
      InputCoding.write(input, to: &writer)
      return writer.cursor - start
    }
  }

  /// Through protobuf-c, as all kinds of messages can be.
  static func encodePacked(_ message: ClientMessage, to buffer: inout ByteBuffer) {
    MessageBuilder.write(to: &buffer) { builder in builder.frame(message) }
  }

  /// Appends one `ClientFrame` that belongs to a trace, without a length.
  public static func encode(
    _ message: ClientMessage, trace: TraceContext, to buffer: inout ByteBuffer
  ) {
    MessageBuilder.write(to: &buffer) { builder in
      let frame = builder.frame(message)
      frame.pointee.trace = builder.trace(trace)
      return frame
    }
  }

  /// Appends one `ServerFrame`, without a length.
  public static func encode(_ message: ServerMessage, to buffer: inout ByteBuffer) {
    MessageBuilder.write(to: &buffer) { builder in builder.frame(message) }
  }

  /// Reads one `ClientFrame`, as a gateway gets it from somebody it does not trust.
  public static func decodeClient(_ frame: ByteBuffer) throws(WireError) -> ClientMessage {
    try decodeTracedClient(frame).message
  }

  /// Reads one `ClientFrame`, and the trace that its sender says it belongs to. A `traceparent` that
  /// is not right is none.
  public static func decodeTracedClient(
    _ frame: ByteBuffer
  ) throws(WireError) -> (message: ClientMessage, trace: TraceContext?) {
    if let input = readPlainInput(frame) { return (.input(input), nil) }
    return try decode(
      frame, bytesMax: Limits.clientFrameBytesMax, memoryMax: Limits.clientMemoryBytesMax,
      pangea__client_frame__unpack
    ) { (frame) throws(WireError) in
      (try MessageReader.clientMessage(frame), try? MessageReader.trace(frame.trace, "trace"))
    }
  }

  /// Through protobuf-c, as all kinds of messages can be.
  static func decodeClientPacked(_ frame: ByteBuffer) throws(WireError) -> ClientMessage {
    try decode(
      frame, bytesMax: Limits.clientFrameBytesMax, memoryMax: Limits.clientMemoryBytesMax,
      pangea__client_frame__unpack, MessageReader.clientMessage)
  }

  /// Reads one `ServerFrame`.
  public static func decodeServer(_ frame: ByteBuffer) throws(WireError) -> ServerMessage {
    try decode(
      frame, bytesMax: Limits.serverFrameBytesMax, memoryMax: Limits.serverMemoryBytesMax,
      pangea__server_frame__unpack, MessageReader.serverMessage)
  }

  /// Nil for everything but an input that is encoded as this version does.
  static func readPlainInput(_ frame: ByteBuffer) -> PlayerInput? {
    guard frame.readableBytes <= InputCoding.bytesMax + 2 else { return nil }
    return frame.readableBytesSpan.withUnsafeBytes { bytes in
      guard var reader = FieldReader(bytes), (try? reader.tag()) == UInt64(inputTag),
        let body = try? reader.delimited(), reader.isAtEnd
      else { return nil }
      return InputCoding.read(body)
    }
  }

  /// Field 4 of a `ClientFrame`, length-delimited.
  private static let inputTag: UInt8 = 0x22

  private static func decode<M, R>(
    _ frame: ByteBuffer, bytesMax: Int, memoryMax: Int,
    _ unpack: (UnsafeMutablePointer<ProtobufCAllocator>?, Int, UnsafePointer<UInt8>?) ->
      UnsafeMutablePointer<M>?,
    _ read: (M) throws(WireError) -> R
  ) throws(WireError) -> R {
    guard frame.readableBytes <= bytesMax else {
      throw .oversize(bytes: frame.readableBytes, max: bytesMax)
    }
    return try frame.readableBytesSpan.withUnsafeBytes { (bytes) throws(WireError) in
      try ThreadArena.lend(limit: memoryMax) { (arena) throws(WireError) in
        try read(try MessageReader.unpack(bytes, in: arena, unpack))
      }
    }
  }
}
