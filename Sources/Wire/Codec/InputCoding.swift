import Model

/// `Input` by hand, because every player sends many a second: the bytes that protobuf-c writes.
/// Reading takes only what is encoded so; everything else is left to protobuf-c.
enum InputCoding {
  /// The longest encoding.
  static let bytesMax = 64

  /// How many bytes `write` writes.
  static func bytes(of input: PlayerInput) -> Int {
    numberFieldBytes(input.sequence.rawValue)
      + (input.motion.map { delimitedBytes(bytes(of: $0)) } ?? 0)
      + (input.deed.map { delimitedBytes(bytes(of: $0)) } ?? 0)
  }

  /// Both a heading and a target are two signed numbers, that are left out when zero.
  private static func bytes(of motion: WireMotion) -> Int {
    let (x, y) = components(motion)
    return numberFieldBytes(zigZag(x)) + numberFieldBytes(zigZag(y))
  }

  private static func bytes(of deed: WireDeed) -> Int {
    guard case .use(let skill, let entity, let dx, let dy) = deed else { return 0 }
    return numberFieldBytes(UInt64(skill)) + numberFieldBytes(entity)
      + numberFieldBytes(zigZag(Int32(max(dx, -127))))
      + numberFieldBytes(zigZag(Int32(max(dy, -127))))
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
    if let motion = input.motion { write(motion, to: &writer) }
    if let deed = input.deed { write(deed, to: &writer) }
  }

  private static func write(_ motion: WireMotion, to writer: inout FieldWriter) {
    let tag: UInt8 =
      switch motion {
      case .heading: 0x12
      case .target: 0x1A
      case .stand: 0x22
      }
    writer.header(tag, length: bytes(of: motion))
    let (x, y) = components(motion)
    writer.zigZagField(0x08, x)
    writer.zigZagField(0x10, y)
  }

  private static func write(_ deed: WireDeed, to writer: inout FieldWriter) {
    switch deed {
    case .use(let skill, let entity, let dx, let dy):
      writer.header(0x2A, length: bytes(of: deed))
      writer.field(0x08, UInt64(skill))
      writer.field(0x10, entity)
      writer.zigZagField(0x18, Int32(max(dx, -127)))
      writer.zigZagField(0x20, Int32(max(dy, -127)))
    case .respawn:
      writer.header(0x32, length: 0)
    }
  }

  /// Nil when the bytes are not plain, or not right; nothing is said about which.
  static func read(_ body: FieldReader) -> PlayerInput? {
    var reader = body
    guard (try? reader.tag()) == 0x08, let sequence = try? reader.varint(), sequence > 0
    else { return nil }
    var input = PlayerInput(sequence: InputSequence(sequence), motion: nil)
    while !reader.isAtEnd {
      guard input.deed == nil, let tag = try? reader.tag(), let body = try? reader.delimited()
      else { return nil }
      if tag >= 0x2A {
        guard let deed = readDeed(tag, body) else { return nil }
        input.deed = deed
      } else {
        guard input.motion == nil, let motion = readMotion(tag, body) else { return nil }
        input.motion = motion
      }
    }
    return input.motion == nil && input.deed == nil ? nil : input
  }

  private static func readMotion(_ tag: UInt64, _ body: FieldReader) -> WireMotion? {
    guard let (x, y) = readComponents(body) else { return nil }
    switch tag {
    case 0x12:
      guard let dx = component(x), let dy = component(y) else { return nil }
      return .heading(dx: dx, dy: dy)
    case 0x1A: return .target(Position(x: x, y: y))
    case 0x22: return body.isAtEnd ? .stand : nil
    default: return nil
    }
  }

  private static func readDeed(_ tag: UInt64, _ body: FieldReader) -> WireDeed? {
    if tag == 0x32 { return body.isAtEnd ? .respawn : nil }
    guard tag == 0x2A else { return nil }
    var reader = body
    var use = (skill: UInt32(0), entity: UInt64(0), dx: Int8(0), dy: Int8(0))
    var last: UInt64 = 0
    while !reader.isAtEnd {
      guard let tag = try? reader.tag(), tag > last else { return nil }
      last = tag
      switch tag {
      case 0x08:
        guard let skill = (try? reader.varint()).flatMap(UInt32.init(exactly:)) else { return nil }
        use.skill = skill
      case 0x10:
        guard let entity = try? reader.varint() else { return nil }
        use.entity = entity
      case 0x18:
        guard let dx = (try? reader.zigZag()).flatMap(component) else { return nil }
        use.dx = dx
      case 0x20:
        guard let dy = (try? reader.zigZag()).flatMap(component) else { return nil }
        use.dy = dy
      default: return nil
      }
    }
    return .use(skill: use.skill, entity: use.entity, dx: use.dx, dy: use.dy)
  }

  private static func component(_ value: Int32) -> Int8? {
    (-127...127).contains(value) ? Int8(value) : nil
  }

  private static func readComponents(_ body: FieldReader) -> (Int32, Int32)? {
    var reader = body
    var x: Int32 = 0
    var y: Int32 = 0
    var last: UInt64 = 0
    while !reader.isAtEnd {
      guard let tag = try? reader.tag(), tag > last, let value = try? reader.zigZag() else {
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
