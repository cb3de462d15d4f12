import Model

/// `OwnState` by hand: one for each player and tick.
enum OwnCoding {
  /// Longest encoding without vitals.
  private static let poseBytesMax = 80
  /// Longest encoding of vitals without cooldowns, and of one of these.
  private static let vitalsBytesMax = 128
  private static let cooldownBytesMax = 10

  /// Appends the field with its tag and length.
  static func append(_ own: OwnState, to bytes: inout ContiguousArray<UInt8>) {
    let cooldowns = own.vitals.map { min($0.cooldowns.count, Limits.cooldownsMax) } ?? 0
    let room =
      poseBytesMax + (own.vitals == nil ? 0 : vitalsBytesMax + cooldowns * cooldownBytesMax)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16 + room) { space in
      guard let start = space.baseAddress else { return }
      var body = FieldWriter(start + 16)
      writePose(of: own, to: &body)
      if let vitals = own.vitals { write(vitals, cooldowns: cooldowns, to: &body) }
      let length = body.cursor - start - 16
      var field = FieldWriter(start)
      field.header(0x1A, length: length)
      bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: field.cursor - start))
      bytes.append(contentsOf: UnsafeBufferPointer(start: start + 16, count: length))
    }
  }

  private static func writePose(of own: OwnState, to body: inout FieldWriter) {
    body.zigZagField(0x08, own.position.x)
    body.zigZagField(0x10, own.position.y)
    body.field(0x18, own.counters.lastInput.rawValue)
    body.field(0x20, own.counters.applied)
    body.field(0x28, own.counters.gaps)
    body.field(0x30, own.counters.duplicates)
    body.field(0x38, own.sequence.rawValue)
    body.field(0x40, UInt64(own.facing))
  }

  private static func write(_ vitals: OwnVitals, cooldowns: Int, to body: inout FieldWriter) {
    body.field(0x48, UInt64(vitals.health))
    body.field(0x50, UInt64(max(1, vitals.healthMax)))
    body.field(0x58, UInt64(vitals.mana))
    body.field(0x60, UInt64(vitals.manaMax))
    body.field(0x68, UInt64(vitals.level))
    body.field(0x70, vitals.experience)
    body.field(0x78, vitals.experienceNext)
    body.longField(16, vitals.kills)
    body.longField(17, UInt64(vitals.state))
    body.longField(18, UInt64(vitals.respawnMilliseconds))
    if cooldowns > 0 {
      let listed = vitals.cooldowns.prefix(cooldowns)
      let length = listed.reduce(0) {
        $0 + varintBytes(UInt64($1.skill)) + varintBytes(UInt64($1.milliseconds))
      }
      body.varint(19 << 3 | 2)
      body.varint(UInt64(length))
      for cooldown in listed {
        body.varint(UInt64(cooldown.skill))
        body.varint(UInt64(cooldown.milliseconds))
      }
    }
    body.longField(20, UInt64(vitals.speed))
    body.longField(21, UInt64(vitals.corrections))
    if vitals.timePercent != 100 { body.longField(22, UInt64(vitals.timePercent)) }
  }
}
