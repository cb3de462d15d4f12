import Cluster
import Model
import NIOCore
import Wire

/// What storage keeps of a character beside its position and its inputs. Little-endian.
///
/// ```
/// version 1  | 1 | facing |
/// version 2  | 2 | facing | health u32 | mana u32 | level u16 | experience u64 | kills u64
///            | respawn tick u64, 0 alive | tick of the last blow u64, 0 none
///            | cooldowns u16 | that many times: skill u16, ready at tick u64 |
/// version 3  | as 2 | orders u8 | that many times: id, 16 bytes, until u64, told u8,
///            |                    length u16, how it was before |
/// ```
/// Only who has been the subject of an operation of late is written as version 3.
/// A later version reads the earlier ones; an unknown or damaged one counts as empty, and the
/// character comes back with defaults.
struct StoredCharacterState: Hashable, Sendable {
  private static let version: UInt8 = 3

  var facing: UInt8 = 0
  /// Nil: as a new character has them.
  var vitals: CharacterVitals?
  /// What operators ordered of it and was done.
  var orders: [OrderMark] = []

  init(_ state: CharacterState) {
    facing = state.facing
    vitals = state.vitals
    orders = state.orders
  }

  init(bytes: [UInt8]) {
    var buffer = ByteBuffer(bytes: bytes)
    guard let version: UInt8 = buffer.readInteger(), let facing: UInt8 = buffer.readInteger(),
      (1...Self.version).contains(version)
    else { return }
    self.facing = facing
    if version >= 2 { vitals = Self.readVitals(&buffer) }
    if version >= 3, vitals != nil { orders = Self.readOrders(&buffer) ?? [] }
  }

  var bytes: [UInt8] {
    var buffer = ByteBuffer()
    guard let vitals else { return [1, facing] }
    let orders = orders.suffix(ClusterLimits.orderMarksMax)
    buffer.writeInteger(orders.isEmpty ? 2 : Self.version)
    buffer.writeInteger(facing)
    buffer.writeInteger(vitals.health, endianness: .little)
    buffer.writeInteger(vitals.mana, endianness: .little)
    buffer.writeInteger(UInt16(clamping: vitals.level), endianness: .little)
    buffer.writeInteger(vitals.experience, endianness: .little)
    buffer.writeInteger(vitals.kills, endianness: .little)
    buffer.writeInteger(vitals.respawnAt?.rawValue ?? 0, endianness: .little)
    buffer.writeInteger(vitals.foughtAt?.rawValue ?? 0, endianness: .little)
    let ready = vitals.ready.prefix(Int(UInt16.max))
    buffer.writeInteger(UInt16(ready.count), endianness: .little)
    for ready in ready {
      buffer.writeInteger(UInt16(clamping: ready.skill), endianness: .little)
      buffer.writeInteger(ready.at.rawValue, endianness: .little)
    }
    if !orders.isEmpty { Self.write(orders, to: &buffer) }
    return Array(buffer.readableBytesView)
  }

  private static func write(_ orders: ArraySlice<OrderMark>, to buffer: inout ByteBuffer) {
    buffer.writeInteger(UInt8(orders.count))
    for mark in orders {
      buffer.writeBytes(mark.id.bytes)
      buffer.writeInteger(mark.until, endianness: .little)
      buffer.writeInteger(UInt8(mark.isTold ? 1 : 0))
      buffer.writeInteger(UInt16(clamping: mark.before.utf8.count), endianness: .little)
      buffer.writeBytes(mark.before.utf8.prefix(Int(UInt16.max)))
    }
  }

  /// Nil when they are damaged: then none counts.
  private static func readOrders(_ buffer: inout ByteBuffer) -> [OrderMark]? {
    guard let count: UInt8 = buffer.readInteger(), count <= ClusterLimits.orderMarksMax else {
      return nil
    }
    var orders: [OrderMark] = []
    for _ in 0..<count {
      guard let id = buffer.readBytes(length: 16).flatMap({ AdminOperationID(bytes: $0) }),
        let until = buffer.readInteger(endianness: .little, as: UInt64.self),
        let told = buffer.readInteger(as: UInt8.self),
        let length = buffer.readInteger(endianness: .little, as: UInt16.self),
        let before = buffer.readBytes(length: Int(length)),
        let text = String(validating: before, as: UTF8.self)
      else { return nil }
      orders.append(OrderMark(id: id, until: until, before: text, isTold: told == 1))
    }
    return orders
  }

  private static func readVitals(_ buffer: inout ByteBuffer) -> CharacterVitals? {
    func next<T: FixedWidthInteger>(_ type: T.Type) -> T? {
      buffer.readInteger(endianness: .little)
    }
    guard let health = next(UInt32.self), let mana = next(UInt32.self),
      let level = next(UInt16.self), let experience = next(UInt64.self),
      let kills = next(UInt64.self), let respawn = next(UInt64.self),
      let fought = next(UInt64.self), let count = next(UInt16.self)
    else { return nil }
    var ready: [CharacterVitals.Ready] = []
    for _ in 0..<count {
      guard let skill = next(UInt16.self), let at = next(UInt64.self) else { return nil }
      ready.append(CharacterVitals.Ready(skill: UInt64(skill), at: Tick(at)))
    }
    return CharacterVitals(
      health: health, healthMax: 0, mana: mana, manaMax: 0, level: UInt32(level),
      experience: experience, kills: kills, ready: ready,
      respawnAt: respawn == 0 ? nil : Tick(respawn), foughtAt: fought == 0 ? nil : Tick(fought))
  }
}
