import Model

/// `Input` by hand, because every player sends many a second: the bytes that protobuf-c writes.
/// Reading takes only what is encoded so; everything else is left to protobuf-c.
enum InputCoding {
  /// The longest encoding.
  static let bytesMax = 32

  /// How many bytes `write` writes.
  static func bytes(of input: PlayerInput) -> Int {
    let sequence = input.sequence.rawValue
    return (sequence == 0 ? 0 : 1 + varintBytes(sequence)) + 2 + bytes(of: input.motion)
  }

  /// Both a heading and a target are two signed numbers, that are left out when zero.
  private static func bytes(of motion: WireMotion) -> Int {
    let (x, y) = components(motion)
    return (x == 0 ? 0 : 1 + varintBytes(zigZag(x))) + (y == 0 ? 0 : 1 + varintBytes(zigZag(y)))
  }

  private static func components(_ motion: WireMotion) -> (Int32, Int32) {
    switch motion {
    case .stand: (0, 0)
    case .heading(let dx, let dy): (Int32(max(dx, -127)), Int32(max(dy, -127)))
    case .target(let position): (position.x, position.y)
    }
  }

  static func write(_ input: PlayerInput, to writer: inout FieldWriter) {
    writer.field(0x08, input.sequence.rawValue)
    let tag: UInt8 =
      switch input.motion {
      case .heading: 0x12
      case .target: 0x1A
      case .stand: 0x22
      }
    writer.header(tag, length: bytes(of: input.motion))
    let (x, y) = components(input.motion)
    writer.zigZagField(0x08, x)
    writer.zigZagField(0x10, y)
  }

  /// Nil when the bytes are not plain, or not right; nothing is said about which.
  static func read(_ body: FieldReader) -> PlayerInput? {
    var reader = body
    guard (try? reader.varint()) == 0x08, let sequence = try? reader.varint(), sequence > 0,
      let tag = try? reader.varint(), let motion = try? reader.delimited(), reader.isAtEnd,
      let (x, y) = readComponents(motion)
    else { return nil }
    let sequenced = InputSequence(sequence)
    switch tag {
    case 0x12:
      guard (-127...127).contains(x), (-127...127).contains(y) else { return nil }
      return PlayerInput(sequence: sequenced, motion: .heading(dx: Int8(x), dy: Int8(y)))
    case 0x1A:
      return PlayerInput(sequence: sequenced, motion: .target(Position(x: x, y: y)))
    case 0x22:
      return motion.isAtEnd ? PlayerInput(sequence: sequenced, motion: .stand) : nil
    default: return nil
    }
  }

  private static func readComponents(_ body: FieldReader) -> (Int32, Int32)? {
    var reader = body
    var x: Int32 = 0
    var y: Int32 = 0
    var last: UInt64 = 0
    while !reader.isAtEnd {
      guard let tag = try? reader.varint(), tag > last, let value = try? reader.zigZag() else {
        return nil
      }
      last = tag
      switch tag {
      case 0x08: x = value
      case 0x10: y = value
      default: return nil
      }
    }
    return (x, y)
  }
}
