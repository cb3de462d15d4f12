import CPangeaProto
import CProtobufC
import Model
import NIOCore

/// Writes and reads what processes of a cluster say to each other.
///
/// ```
/// MeshFrame   +------+--------+-------------+------+--------+-------------+--
///             | 0x0A | length | MeshMessage | 0x0A | length | MeshMessage |  ...
///             +------+--------+-------------+------+--------+-------------+--
/// ```
///
/// A frame is nothing but its messages, one after the other: batches are made by appending.
public enum ClusterCodec {
  /// Appends one message to the body of a frame.
  public static func append(_ message: ClusterMessage, to frame: inout ByteBuffer) {
    if case .output(let output) = message {
      append(output, to: &frame)
    } else {
      appendPacked(message, to: &frame)
    }
  }

  private static func append(_ output: Output, to frame: inout ByteBuffer) {
    OutputHeader(output).append(
      frameBytes: output.frame.readableBytes, slackBytes: 0, to: &frame
    ) { writer in
      output.frame.withUnsafeReadableBytes { bytes in
        writer.copy(bytes.assumingMemoryBound(to: UInt8.self))
      }
    }
  }

  /// Through protobuf-c, as all kinds of messages can be.
  static func appendPacked(_ message: ClusterMessage, to frame: inout ByteBuffer) {
    MessageBuilder.write(
      to: &frame,
      prefix: { size, frame in
        frame.writeInteger(messageTag)
        frame.writeVarint(UInt64(size))
      },
      { builder in builder.message(message) })
  }

  /// Reads all messages of a frame, in order. Messages of a kind that this version does not know
  /// are left out: use `decode(frame:_:)` to count them.
  public static func decode(frame: ByteBuffer) throws(WireError) -> [ClusterMessage] {
    var messages: [ClusterMessage] = []
    try decode(frame: frame) { message throws(WireError) in messages.append(message) }
    return messages
  }

  /// Calls `handle` with each message of a frame, in order, as soon as it is read.
  ///
  /// Returns how many messages were of a kind that this version does not know, from a newer
  /// process. When a message is wrong, those before it have been handled.
  @discardableResult
  public static func decode(
    frame: ByteBuffer, _ handle: (ClusterMessage) throws(WireError) -> Void
  ) throws(WireError) -> Int {
    guard frame.readableBytes <= Limits.clusterFrameBytesMax else {
      throw .oversize(bytes: frame.readableBytes, max: Limits.clusterFrameBytesMax)
    }
    var rest = frame
    var unknown = 0
    while rest.readableBytes > 0 {
      guard let tag = rest.readVarint() else { throw .malformed }
      guard tag == UInt64(messageTag) else {
        try rest.skipField(tag: tag)
        continue
      }
      guard let length = rest.readVarint(), length <= UInt64(rest.readableBytes),
        let bytes = rest.readSlice(length: Int(length))
      else { throw .malformed }
      if let output = OutputReader.read(bytes) {
        try handle(.output(output))
      } else if let message = try decodePacked(bytes) {
        try handle(message)
      } else {
        unknown += 1
      }
    }
    return unknown
  }

  /// Reads one `MeshMessage` through protobuf-c; nil when its kind is unknown.
  static func decodePacked(_ message: ByteBuffer) throws(WireError) -> ClusterMessage? {
    try message.readableBytesSpan.withUnsafeBytes { (bytes) throws(WireError) in
      try ThreadArena.lend(limit: Limits.clusterMemoryBytesMax) { (arena) throws(WireError) in
        try MessageReader.clusterMessage(
          try MessageReader.unpack(bytes, in: arena, pangea__mesh_message__unpack))
      }
    }
  }

  /// Field 1 of a `MeshFrame`, length-delimited.
  private static let messageTag: UInt8 = 0x0A
}
