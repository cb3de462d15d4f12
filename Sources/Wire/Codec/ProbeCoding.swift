import Model
import NIOCore

/// Probes by hand, and their replies: nothing but numbers, and many when somebody measures. Bytes as
/// protobuf-c writes them; reading takes only what is encoded so, and leaves the rest to protobuf-c.
enum ProbeCoding {
  /// The fields 1 to 4 of a message; those that it does not have are 0.
  typealias Numbers = (UInt64, UInt64, UInt64, UInt64)

  /// Two headers and four numbers.
  private static let bytesMax = 4 + 4 * 11

  static func numbers(_ probe: SessionProbe) -> Numbers {
    (
      probe.character.rawValue, UInt64(probe.region.rawValue), probe.nonce,
      UInt64(probe.gateway.rawValue)
    )
  }

  static func numbers(_ reply: SessionProbeReply) -> Numbers {
    (reply.character.rawValue, UInt64(reply.region.rawValue), reply.nonce, reply.tick.rawValue)
  }

  /// Appends a message as the field `tag` of the frame around it, or of a message in field `outer`.
  static func append(
    _ numbers: Numbers, in tag: UInt8, of outer: UInt8? = nil, to buffer: inout ByteBuffer
  ) {
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: bytesMax) { space in
      guard let start = space.assumingMemoryBound(to: UInt8.self).baseAddress else { return 0 }
      var writer = FieldWriter(start)
      let length =
        numberFieldBytes(numbers.0) + numberFieldBytes(numbers.1) + numberFieldBytes(numbers.2)
        + numberFieldBytes(numbers.3)
      if let outer { writer.header(outer, length: delimitedBytes(length)) }
      writer.header(tag, length: length)
      writer.field(0x08, numbers.0)
      writer.field(0x10, numbers.1)
      writer.field(0x18, numbers.2)
      writer.field(0x20, numbers.3)
      return writer.cursor - start
    }
  }

  /// Reads a message with up to `fields` numbers; nil when it is not plain, or not right.
  static func read(_ body: FieldReader, fields: UInt64) -> Numbers? {
    var reader = body
    var numbers: Numbers = (0, 0, 0, 0)
    var last: UInt64 = 0
    while !reader.isAtEnd {
      guard let tag = try? reader.tag(), tag > last, tag <= fields << 3,
        let number = try? reader.varint()
      else { return nil }
      last = tag
      switch tag {
      case 0x08: numbers.0 = number
      case 0x10: numbers.1 = number
      case 0x18: numbers.2 = number
      case 0x20: numbers.3 = number
      default: return nil
      }
    }
    return numbers
  }

  static func readProbe(_ body: FieldReader) -> SessionProbe? {
    guard let numbers = read(body, fields: 4), let region = UInt32(exactly: numbers.1),
      let gateway = UInt32(exactly: numbers.3)
    else { return nil }
    return SessionProbe(
      character: CharacterID(numbers.0), region: RegionID(rawValue: region), nonce: numbers.2,
      gateway: GatewayID(gateway))
  }

  static func readReply(_ body: FieldReader) -> SessionProbeReply? {
    guard let numbers = read(body, fields: 4), let region = UInt32(exactly: numbers.1) else {
      return nil
    }
    return SessionProbeReply(
      character: CharacterID(numbers.0), region: RegionID(rawValue: region), nonce: numbers.2,
      tick: Tick(numbers.3))
  }
}
