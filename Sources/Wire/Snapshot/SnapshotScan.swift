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

  private init() {}

  /// Whether a `ServerFrame` is a snapshot, as this version writes it.
  public static func isSnapshot(_ frame: ByteBuffer) -> Bool {
    frame.getInteger(at: frame.readerIndex, as: UInt8.self) == frameTag
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
        let tag = try reader.varint()
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
      let tag = try reader.varint()
      switch tag {
      case 0x08: tick = Tick(try reader.varint())
      case 0x12:
        try readScope(try reader.delimited())
        known.removeAll()
      case 0x1A: try readOwn(try reader.delimited())
      case 0x22: try readAppear(try reader.delimited(), known: &known)
      case 0x2A: try readMoves(try reader.delimited(), known: known)
      case 0x32: try readVanished(try reader.delimited(), known: &known)
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
      let tag = try reader.varint()
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
    while !reader.isAtEnd {
      let tag = try reader.varint()
      switch tag {
      case 0x08: own.position.x = try reader.zigZag()
      case 0x10: own.position.y = try reader.zigZag()
      case 0x18: own.counters.lastInput = InputSequence(try reader.varint())
      case 0x20: own.counters.applied = try reader.varint()
      case 0x28: own.counters.gaps = try reader.varint()
      case 0x30: own.counters.duplicates = try reader.varint()
      case 0x38: own.sequence = HandoffSequence(try reader.varint())
      case 0x40: own.facing = try MessageReader.number(try reader.number(), "own.facing")
      default: try reader.skip(tag: tag)
      }
    }
    self.own = own
  }
}

extension SnapshotScan {
  private mutating func readAppear(
    _ body: FieldReader, known: inout KnownSlots
  ) throws(WireError) {
    var reader = body
    var slot: UInt32 = 0
    while !reader.isAtEnd {
      let tag = try reader.varint()
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
