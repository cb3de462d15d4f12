import Model
import NIOCore

/// `SessionInput` by hand: one for each input of each player. Bytes as protobuf-c writes them. The
/// few that are traced or ask for a view are left to protobuf-c, both ways.
enum SessionInputCoding {
  /// Whether it is written here.
  static func isPlain(_ message: SessionInput) -> Bool {
    message.trace == nil && !message.wantsView
  }

  /// Tags and lengths of two messages, five numbers before the inputs, and one after them.
  private static let fixedBytesMax = 2 * 11 + 6 * 11

  /// Appends a `MeshMessage`.
  static func append(_ message: SessionInput, to buffer: inout ByteBuffer) {
    let body = bodyBytes(message)
    let room = fixedBytesMax + message.inputs.count * (InputCoding.bytesMax + 2)
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { space in
      guard let start = space.assumingMemoryBound(to: UInt8.self).baseAddress else { return 0 }
      var writer = FieldWriter(start)
      writer.header(0x0A, length: delimitedBytes(body))
      writer.header(0x22, length: body)
      writer.field(0x08, message.session.character.rawValue)
      writer.field(0x10, message.session.generation.rawValue)
      writer.field(0x18, UInt64(message.region.rawValue))
      writer.field(0x20, message.epoch.rawValue)
      writer.field(0x28, message.base.rawValue)
      for input in message.inputs {
        writer.header(0x32, length: InputCoding.bytes(of: input))
        InputCoding.write(input, to: &writer)
      }
      writer.field(0x38, UInt64(message.session.gateway.rawValue))
      return writer.cursor - start
    }
  }

  private static func bodyBytes(_ message: SessionInput) -> Int {
    var sum =
      numberFieldBytes(message.session.character.rawValue)
      + numberFieldBytes(message.session.generation.rawValue)
      + numberFieldBytes(UInt64(message.region.rawValue))
      + numberFieldBytes(message.epoch.rawValue) + numberFieldBytes(message.base.rawValue)
      + numberFieldBytes(UInt64(message.session.gateway.rawValue))
    for input in message.inputs { sum += delimitedBytes(InputCoding.bytes(of: input)) }
    return sum
  }

  /// Reads the body of a `SessionInput`; nil when it is not plain, or not right.
  static func read(_ body: FieldReader) -> SessionInput? {
    var reader = body
    var numbers = (
      character: UInt64(0), generation: UInt64(0), region: UInt64(0), epoch: UInt64(0),
      base: UInt64(0), gateway: UInt64(0)
    )
    var inputs: [PlayerInput] = []
    var last: UInt64 = 0
    while !reader.isAtEnd {
      guard let tag = try? reader.tag(), tag > last || (tag == last && tag == 0x32) else {
        return nil
      }
      last = tag
      if tag == 0x32 {
        guard let input = (try? reader.delimited()).flatMap(InputCoding.read) else { return nil }
        inputs.append(input)
        continue
      }
      guard let number = try? reader.varint() else { return nil }
      switch tag {
      case 0x08: numbers.character = number
      case 0x10: numbers.generation = number
      case 0x18: numbers.region = number
      case 0x20: numbers.epoch = number
      case 0x28: numbers.base = number
      case 0x38: numbers.gateway = number
      default: return nil
      }
    }
    guard let region = UInt32(exactly: numbers.region),
      let gateway = UInt32(exactly: numbers.gateway)
    else { return nil }
    return SessionInput(
      session: SessionAddress(
        character: CharacterID(numbers.character),
        generation: SessionGeneration(numbers.generation), gateway: GatewayID(gateway)),
      region: RegionID(rawValue: region), epoch: Epoch(numbers.epoch),
      base: InputSequence(numbers.base), inputs: inputs)
  }
}
