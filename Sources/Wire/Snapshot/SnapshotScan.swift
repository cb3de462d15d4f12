import Model
import NIOCore

/// What a client that draws nothing takes from a snapshot: itself, and whether the slots make
/// sense. Read in place, without a value for each entity, so that one core carries many clients.
public struct SnapshotScan: Hashable, Sendable {
  public var tick = Tick(0)
  public var scope: SlotScope?
  public var own: OwnState?
  public var appeared = 0
  public var moved = 0
  public var vanished = 0
  /// How many entities the client sees after this snapshot; not itself.
  public var visible = 0
  /// How many slots were named that the client was never told of, and one of them.
  public var unknown = 0
  public var unknownSlot: UInt32?
  public var events: [EntityEvent] = []

  private init() {}

  /// Whether a `ServerFrame` is a snapshot, as this version writes it.
  public static func isSnapshot(_ frame: ByteBuffer) -> Bool {
    frame.getInteger(at: frame.readerIndex, as: UInt8.self) == frameTag
  }

  /// Whether a `ServerFrame` is a snapshot that begins a new view: with a scope, which this version
  /// writes right after the tick. Reads a few bytes, however long the frame is.
  public static func beginsView(_ frame: ByteBuffer) -> Bool {
    guard isSnapshot(frame) else { return false }
    return frame.readableBytesSpan.withUnsafeBytes { bytes in
      guard var reader = FieldReader(bytes), (try? reader.tag()) != nil,
        var snapshot = try? reader.delimited(), var tag = try? snapshot.tag()
      else { return false }
      if tag == 0x08 {
        guard (try? snapshot.varint()) != nil, let next = try? snapshot.tag() else { return false }
        tag = next
      }
      return tag == 0x12
    }
  }

  private static let frameTag: UInt8 = 0x22

  /// Reads a `ServerFrame` that `isSnapshot`, and keeps the known slots up to date.
  public init(_ frame: ByteBuffer, known: inout KnownSlots) throws(WireError) {
    guard frame.readableBytes <= Limits.serverFrameBytesMax else {
      throw .oversize(bytes: frame.readableBytes, max: Limits.serverFrameBytesMax)
    }
    self = try frame.readableBytesSpan.withUnsafeBytes { (bytes) throws(WireError) in
      guard var reader = FieldReader(bytes) else { throw .bodyMissing }
      var scan = SnapshotScan()
      var found = false
      while !reader.isAtEnd {
        let tag = try reader.tag()
        if tag == UInt64(Self.frameTag) {
          try scan.read(try reader.delimited(), known: &known)
          found = true
        } else {
          try reader.skip(tag: tag)
        }
      }
      guard found else { throw .bodyMissing }
      scan.visible = known.count
      return scan
    }
  }

  private mutating func read(
    _ snapshot: FieldReader, known: inout KnownSlots
  ) throws(WireError) {
    var reader = snapshot
    while !reader.isAtEnd {
      let tag = try reader.tag()
      switch tag {
      case 0x08: tick = Tick(try reader.varint())
      case 0x12:
        try readScope(try reader.delimited())
        known.removeAll()
      case 0x1A: try readOwn(try reader.delimited())
      case 0x22: try readAppear(try reader.delimited(), known: &known)
      case 0x2A: try readMoves(try reader.delimited(), known: known)
      case 0x32: try readVanished(try reader.delimited(), known: &known)
      case 0x42: try readEvent(try reader.delimited())
      default: try reader.skip(tag: tag)
      }
    }
  }

  private mutating func readScope(_ body: FieldReader) throws(WireError) {
    var reader = body
    var scope = SlotScope(
      region: RegionID(rawValue: 0), epoch: .none, originX: 0, originY: 0, steps: 0,
      shard: ShardID(0))
    while !reader.isAtEnd {
      let tag = try reader.tag()
      switch tag {
      case 0x08: scope.region = RegionID(rawValue: try reader.number())
      case 0x10: scope.epoch = Epoch(try reader.varint())
      case 0x18: scope.originX = try reader.zigZag()
      case 0x20: scope.originY = try reader.zigZag()
      case 0x28: scope.steps = try reader.number()
      case 0x30: scope.shard = ShardID(try reader.number())
      default: try reader.skip(tag: tag)
      }
    }
    self.scope = scope
  }

  private mutating func readOwn(_ body: FieldReader) throws(WireError) {
    var reader = body
    var own = OwnState(
      position: Position(x: 0, y: 0), counters: InputCounters(), sequence: .none, facing: 0)
    var vitals = OwnVitals()
    vitals.healthMax = 0
    vitals.level = 0
    while !reader.isAtEnd {
      let tag = try reader.tag()
      switch tag {
      case 0x08: own.position.x = try reader.zigZag()
      case 0x10: own.position.y = try reader.zigZag()
      case 0x18: own.counters.lastInput = InputSequence(try reader.varint())
      case 0x20: own.counters.applied = try reader.varint()
      case 0x28: own.counters.gaps = try reader.varint()
      case 0x30: own.counters.duplicates = try reader.varint()
      case 0x38: own.sequence = HandoffSequence(try reader.varint())
      case 0x40: own.facing = try MessageReader.number(try reader.number(), "own.facing")
      default: try Self.read(tag, from: &reader, into: &vitals)
      }
    }
    if vitals.healthMax > 0 { own.vitals = vitals }
    self.own = own
  }

  /// What a character is told of its vitals, when it is.
  private static func read(
    _ tag: UInt64, from reader: inout FieldReader, into vitals: inout OwnVitals
  ) throws(WireError) {
    switch tag {
    case 0x48: vitals.health = try reader.number()
    case 0x50: vitals.healthMax = try reader.number()
    case 0x58: vitals.mana = try reader.number()
    case 0x60: vitals.manaMax = try reader.number()
    case 0x68: vitals.level = try reader.number()
    case 0x70: vitals.experience = try reader.varint()
    case 0x78: vitals.experienceNext = try reader.varint()
    case 16 << 3: vitals.kills = try reader.varint()
    case 17 << 3: vitals.state = try reader.number()
    case 18 << 3: vitals.respawnMilliseconds = try reader.number()
    case 19 << 3 | 2:
      var pairs = try reader.delimited()
      while !pairs.isAtEnd {
        let skill = try pairs.number()
        let milliseconds = try pairs.number()
        vitals.cooldowns.append(OwnVitals.Cooldown(skill: skill, milliseconds: milliseconds))
      }
    case 20 << 3: vitals.speed = try reader.number()
    case 21 << 3: vitals.corrections = try reader.number()
    case 22 << 3: vitals.timePercent = try reader.number()
    default: try reader.skip(tag: tag)
    }
  }
}

extension SnapshotScan {
  private mutating func readEvent(_ body: FieldReader) throws(WireError) {
    var reader = body
    var event = EntityEvent(.unknown)
    while !reader.isAtEnd {
      let tag = try reader.tag()
      switch tag {
      case 0x08: event.kind = EntityEvent.Kind(rawValue: try reader.number()) ?? .unknown
      case 0x10: event.source = try reader.varint()
      case 0x18: event.target = try reader.varint()
      case 0x20: event.amount = try reader.number()
      case 0x28: event.skill = try reader.number()
      default: try reader.skip(tag: tag)
      }
    }
    events.append(event)
  }

  private mutating func readAppear(
    _ body: FieldReader, known: inout KnownSlots
  ) throws(WireError) {
    var reader = body
    var slot: UInt32 = 0
    while !reader.isAtEnd {
      let tag = try reader.tag()
      if tag == 0x08 { slot = try reader.number() } else { try reader.skip(tag: tag) }
    }
    guard known.insert(slot) else { throw .outOfRange(field: "appear.slot") }
    appeared += 1
  }

  private mutating func readMoves(_ body: FieldReader, known: KnownSlots) throws(WireError) {
    var reader = body
    while !reader.isAtEnd {
      let slot = try reader.number()
      _ = try reader.varint()
      _ = try reader.varint()
      moved += 1
      if !known.contains(slot) { noteUnknown(slot) }
    }
  }

  private mutating func readVanished(
    _ body: FieldReader, known: inout KnownSlots
  ) throws(WireError) {
    var reader = body
    while !reader.isAtEnd {
      let slot = try reader.number()
      vanished += 1
      if !known.remove(slot) { noteUnknown(slot) }
    }
  }

  private mutating func noteUnknown(_ slot: UInt32) {
    unknown += 1
    unknownSlot = slot
  }
}
