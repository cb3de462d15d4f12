/// What a client is told of an entity that comes into its view, encoded when first asked for and
/// kept until it changes: in a crowd many ask for the same.
struct AppearRecords {
  private struct Record {
    var entity: UInt64 = 0
    var kind: UInt8 = 0
    var facing: UInt8 = 0
    var x: UInt32 = 0
    var y: UInt32 = 0
    var definition: UInt16 = 0
    var health: UInt8 = 0
    var level: UInt16 = 0
    var state: UInt8 = 0
    var name: ContiguousArray<UInt8> = []
    /// The whole field, with its tag and length; empty when it must be encoded again.
    var encoded: ContiguousArray<UInt8> = []
  }

  /// Tag and length of the field, and all fields beside the name at their longest.
  private static let fixedBytesMax = 64

  private var records: ContiguousArray<Record> = []

  mutating func grow(to slots: Int) {
    guard slots > records.count else { return }
    records.append(contentsOf: repeatElement(Record(), count: slots - records.count))
  }

  mutating func setEntity(
    slot: UInt16, entity: UInt64, kind: UInt8, definition: UInt16, name: String
  ) {
    let slot = Int(slot)
    records[slot].entity = entity
    records[slot].kind = kind
    records[slot].definition = definition
    records[slot].health = 0
    records[slot].level = 0
    records[slot].state = 0
    records[slot].name.removeAll(keepingCapacity: true)
    records[slot].name.append(contentsOf: TextCut.bytes(of: name, max: Limits.nameBytesMax))
    records[slot].encoded.removeAll(keepingCapacity: true)
    records[slot].encoded.reserveCapacity(Self.fixedBytesMax + records[slot].name.count)
  }

  mutating func setPose(slot: UInt16, x: UInt32, y: UInt32, facing: UInt8) {
    let slot = Int(slot)
    records[slot].x = x
    records[slot].y = y
    records[slot].facing = facing
    records[slot].encoded.removeAll(keepingCapacity: true)
  }

  mutating func setVitals(slot: UInt16, health: UInt8, level: UInt16, state: UInt8) {
    let slot = Int(slot)
    records[slot].health = health
    records[slot].level = level
    records[slot].state = state
    records[slot].encoded.removeAll(keepingCapacity: true)
  }

  /// The bytes of the records of these slots, which are encoded now where they are not.
  mutating func bytes(of slots: Span<UInt16>) -> Int {
    var sum = 0
    for index in slots.indices {
      let slot = slots[index]
      if records[Int(slot)].encoded.isEmpty { encode(slot) }
      sum += records[Int(slot)].encoded.count
    }
    return sum
  }

  /// Copies the records of these slots after `bytes(of:)` encoded them.
  func copy(_ slots: Span<UInt16>, to writer: inout FieldWriter) {
    for index in slots.indices {
      records[Int(slots[index])].encoded.withUnsafeBufferPointer { writer.copy($0) }
    }
  }

  private mutating func encode(_ slot: UInt16) {
    let index = Int(slot)
    let room = Self.fixedBytesMax + records[index].name.count
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * room) { space in
      guard let start = space.baseAddress else { return }
      var body = FieldWriter(start)
      writeBody(of: slot, to: &body)
      let length = body.cursor - start
      var field = FieldWriter(start + room)
      field.header(0x22, length: length)
      field.copy(UnsafeBufferPointer(start: start, count: length))
      records[index].encoded.append(
        contentsOf: UnsafeBufferPointer(start: start + room, count: field.cursor - start - room))
    }
  }

  private func writeBody(of slot: UInt16, to body: inout FieldWriter) {
    let index = Int(slot)
    body.field(0x08, UInt64(slot))
    body.field(0x10, records[index].entity)
    body.field(0x18, UInt64(records[index].x))
    body.field(0x20, UInt64(records[index].y))
    body.field(0x28, UInt64(records[index].kind))
    if !records[index].name.isEmpty {
      body.header(0x32, length: records[index].name.count)
      records[index].name.withUnsafeBufferPointer { body.copy($0) }
    }
    body.field(0x38, UInt64(records[index].facing))
    body.field(0x40, UInt64(records[index].definition))
    body.field(0x48, UInt64(records[index].level))
    body.field(0x50, UInt64(records[index].health))
    body.field(0x58, UInt64(records[index].state))
  }
}
