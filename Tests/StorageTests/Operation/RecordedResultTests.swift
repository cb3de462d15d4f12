import Model
import Testing

@testable import Storage

@Suite struct RecordedResultTests {
  static func receipt(_ generator: inout SeededGenerator) -> ValueReceipt {
    func number() -> UInt64 { generator.next() >> (generator.next() & 63) }
    func kind() -> ItemKind {
      let letters = (0..<generator.below(65)).map { _ in "aZ_0ß漢".randomElement(using: &generator) }
      return ItemKind(String(letters.compactMap { $0 }))
    }
    func ids() -> [ItemID] { (0..<generator.below(4)).map { _ in ItemID(number()) } }
    func count() -> UInt32 { UInt32(truncatingIfNeeded: number()) }
    func signed() -> Int32 { Int32(bitPattern: count()) }
    let changes = (0..<generator.below(3)).map { _ in
      ValueReceipt.Change(
        character: CharacterID(number()), valueVersion: ValueVersion(number()), gold: number(),
        items: (0..<generator.below(5)).map { _ in
          ItemRow(id: ItemID(number()), kind: kind(), count: count())
        }, gone: ids())
    }
    let appeared = (0..<generator.below(5)).map { _ in
      GroundItem(
        id: ItemID(number()), kind: kind(), count: count(), region: RegionID(rawValue: count()),
        position: Position(x: signed(), y: signed()), since: Int64(bitPattern: number()))
    }
    return ValueReceipt(
      changes: changes, appeared: appeared, lifted: ids(),
      mail: generator.below(2) == 0 ? nil : MailID(1 + number() >> 1),
      recipient: generator.below(2) == 0 ? nil : CharacterID(1 + number() >> 1))
  }

  static let refusals: [ValueRefusal] = [
    .notThere, .notYours(CharacterID(1)), .notEnough(CharacterID(2)),
    .notEnoughGold(CharacterID(.max)), .bagFull(CharacterID(4)), .goldFull(CharacterID(5)),
    .unknownRecipient, .mailboxFull, .malformed, .aborted,
  ]

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func whatIsWrittenIsRead(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let result = RecordedResult.done(Self.receipt(&generator))
      #expect(try RecordedResult(bytes: result.bytes) == result)
    }
  }

  @Test(arguments: refusals)
  func refusalsToo(refusal: ValueRefusal) throws {
    let result = RecordedResult.refused(refusal)
    #expect(try RecordedResult(bytes: result.bytes) == result)
  }

  /// The form is for ever: results of today are read by later versions.
  @Test func bytes() throws {
    let receipt = ValueReceipt(
      changes: [
        .init(
          character: CharacterID(258), valueVersion: ValueVersion(3), gold: 7,
          items: [ItemRow(id: ItemID(9), kind: ItemKind("ab"), count: 5)], gone: [ItemID(4)])
      ], lifted: [ItemID(6)], mail: MailID(8))
    let eight: (UInt8) -> [UInt8] = { [$0, 0, 0, 0, 0, 0, 0, 0] }
    var bytes: [UInt8] = [1, 0, 1, 0, 2, 1, 0, 0, 0, 0, 0, 0]
    bytes += eight(3) + eight(7)
    bytes += [1, 0] + eight(9) + [2, 0, 97, 98, 5, 0, 0, 0]
    bytes += [1, 0] + eight(4)
    bytes += [0, 0]
    bytes += [1, 0] + eight(6)
    bytes += eight(8) + eight(0)
    #expect(RecordedResult.done(receipt).bytes == bytes)
    #expect(try RecordedResult(bytes: bytes) == .done(receipt))
    #expect(RecordedResult.refused(.bagFull(CharacterID(2))).bytes == [1, 5] + eight(2))
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func damageIsFound(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bytes = RecordedResult.done(Self.receipt(&generator)).bytes
    for length in bytes.indices {
      #expect(throws: ResultReader.Damage.self) {
        try RecordedResult(bytes: Array(bytes[..<length]))
      }
    }
    #expect(throws: ResultReader.Damage.self) { try RecordedResult(bytes: bytes + [0]) }
    #expect(throws: ResultReader.Damage.self) { try RecordedResult(bytes: [2] + bytes.dropFirst()) }
    // Whatever else is changed: read as something or refused, never a crash.
    for index in bytes.indices {
      var changed = bytes
      changed[index] = UInt8(truncatingIfNeeded: generator.next())
      if let read = try? RecordedResult(bytes: changed) { #expect(read.bytes == changed) }
    }
  }

  @Test func refusalsOfNobodyAreDamage() {
    for tag: UInt8 in [2, 3, 4, 5, 6, 11, 255] {
      #expect(throws: ResultReader.Damage.self) {
        try RecordedResult(bytes: [1, tag, 0, 0, 0, 0, 0, 0, 0, 0])
      }
    }
  }

  @Test(arguments: BackEnd.allCases)
  func damageInTheDatabaseIsReported(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, 2)])
    let drink = try await market.operation(.consume(.all(items[0]), by: ada))
    _ = try await market.store.perform([drink])
    let zero = backEnd == .sqlite ? "x'01'" : "'\\x01'"
    try await market.test.database.execute("UPDATE operations SET result = \(zero)")
    for body in [0, 1] {
      let error = await #expect(throws: StorageError.self) {
        if body == 0 { _ = try await market.store.perform([drink]) }
        if body == 1 { _ = try await market.store.settle(drink.id) }
      }
      guard case .corrupt(_, let reason)? = error else { throw TestFailure("\(error as Any)") }
      #expect(reason.contains(drink.id.description))
    }
  }
}
