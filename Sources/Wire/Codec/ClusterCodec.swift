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
    switch message {
    case .output(let output): append(output, to: &frame)
    case .input(let input) where SessionInputCoding.isPlain(input):
      SessionInputCoding.append(input, to: &frame)
    case .probe(let probe):
      ProbeCoding.append(ProbeCoding.numbers(probe), in: probeTag, of: messageTag, to: &frame)
    case .probeReply(let reply):
      ProbeCoding.append(ProbeCoding.numbers(reply), in: replyTag, of: messageTag, to: &frame)
    default: appendPacked(message, to: &frame)
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
    return try frame.readableBytesSpan.withUnsafeBytes { (bytes) throws(WireError) in
      guard var reader = FieldReader(bytes) else { return 0 }
      var unknown = 0
      while !reader.isAtEnd {
        let tag = try reader.tag()
        guard tag == UInt64(messageTag) else {
          try reader.skip(tag: tag)
          continue
        }
        let message = try reader.delimited()
        let end = frame.writerIndex - reader.count
        if let plain = readPlain(message, endingAt: end, in: frame) {
          try handle(plain)
        } else if let message = try decodePacked(message.bytes) {
          try handle(message)
        } else {
          unknown += 1
        }
      }
      return unknown
    }
  }

  /// Reads the kinds that make up nearly all of the traffic; nil for everything else, and for what
  /// is not encoded as this version does.
  static func readPlain(
    _ message: FieldReader, endingAt end: Int, in frame: ByteBuffer
  ) -> ClusterMessage? {
    var reader = message
    guard let tag = try? reader.tag(), tag & 7 == 2, let body = try? reader.delimited(),
      reader.isAtEnd
    else { return nil }
    return switch tag {
    case inputTag: SessionInputCoding.read(body).map(ClusterMessage.input)
    case outputTag: OutputReader.read(body, endingAt: end, in: frame).map(ClusterMessage.output)
    case UInt64(probeTag): ProbeCoding.readProbe(body).map(ClusterMessage.probe)
    case UInt64(replyTag): ProbeCoding.readReply(body).map(ClusterMessage.probeReply)
    default: nil
    }
  }

  /// Reads one `MeshMessage` through protobuf-c; nil when its kind is unknown.
  static func decodePacked(_ message: UnsafeRawBufferPointer) throws(WireError) -> ClusterMessage? {
    try ThreadArena.lend(limit: Limits.clusterMemoryBytesMax) { (arena) throws(WireError) in
      try MessageReader.clusterMessage(
        try MessageReader.unpack(message, in: arena, pangea__mesh_message__unpack))
    }
  }

  /// Field 1 of a `MeshFrame`, length-delimited.
  private static let messageTag: UInt8 = 0x0A
  /// Fields 4 and 5 of a `MeshMessage`.
  private static let inputTag: UInt64 = 0x22
  private static let outputTag: UInt64 = 0x2A
  /// Fields 11 and 12.
  private static let probeTag: UInt8 = 0x5A
  private static let replyTag: UInt8 = 0x62
}
