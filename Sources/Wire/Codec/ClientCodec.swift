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
    MessageBuilder.write(to: &buffer) { builder in builder.frame(message) }
  }

  /// Appends one `ServerFrame`, without a length.
  public static func encode(_ message: ServerMessage, to buffer: inout ByteBuffer) {
    MessageBuilder.write(to: &buffer) { builder in builder.frame(message) }
  }

  /// Reads one `ClientFrame`, as a gateway gets it from somebody it does not trust.
  public static func decodeClient(_ frame: ByteBuffer) throws(WireError) -> ClientMessage {
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
