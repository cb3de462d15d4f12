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
    switch message {
    case .input(let input): append(input, to: &buffer)
    case .probe(let nonce): ProbeCoding.append((nonce, 0, 0, 0), in: probeTag, to: &buffer)
    default: encodePacked(message, to: &buffer)
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
    if case .probeReply(let nonce, let tick, let region) = message {
      let numbers = (nonce, tick.rawValue, UInt64(region?.rawValue ?? 0), UInt64(0))
      ProbeCoding.append(numbers, in: probeTag, to: &buffer)
    } else {
      encodePacked(message, to: &buffer)
    }
  }

  /// Through protobuf-c, as all kinds of messages can be.
  static func encodePacked(_ message: ServerMessage, to buffer: inout ByteBuffer) {
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
    if let message = readPlain(frame) { return (message, nil) }
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

  /// Nil for everything but an input or a probe that is encoded as this version does.
  static func readPlain(_ frame: ByteBuffer) -> ClientMessage? {
    guard frame.readableBytes <= InputCoding.bytesMax + 2 else { return nil }
    return frame.readableBytesSpan.withUnsafeBytes { bytes in
      guard var reader = FieldReader(bytes), let tag = try? reader.tag(), tag & 7 == 2,
        let body = try? reader.delimited(), reader.isAtEnd
      else { return nil }
      return switch tag {
      case UInt64(inputTag): InputCoding.read(body).map(ClientMessage.input)
      case UInt64(probeTag):
        ProbeCoding.read(body, fields: 1).map { ClientMessage.probe(nonce: $0.0) }
      default: nil
      }
    }
  }

  /// Field 4 of a `ClientFrame`, length-delimited.
  private static let inputTag: UInt8 = 0x22
  /// Field 5 of a `ClientFrame`, and of a `ServerFrame`.
  private static let probeTag: UInt8 = 0x2A

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
