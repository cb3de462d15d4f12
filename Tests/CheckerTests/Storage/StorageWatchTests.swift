import Checker
import Model
import Storage
import Testing

/// Looks at a storage that does what it must not, and that does what it may.
@Suite struct StorageWatchTests {
  static let owner = RegionOwner(shard: ShardID(1), incarnation: Incarnation(10))
  static let other = RegionOwner(shard: ShardID(2), incarnation: Incarnation(20))
  static let region = RegionID(map: MapID(0), column: 0, row: 0)

  static func row(_ epoch: UInt64, _ owner: RegionOwner?) -> RegionRow {
    RegionRow(region: region, epoch: Epoch(epoch), owner: owner)
  }

  static func mark(
    _ sequence: UInt64, holder: RegionID? = region, version: UInt64 = 5
  ) -> FencingMark {
    FencingMark(
      character: CharacterID(7),
      holding: Holding(sequence: HandoffSequence(sequence), holder: holder),
      valueVersion: ValueVersion(version))
  }

  static func verdict(_ watch: StorageWatch, _ invariant: Invariant) throws -> Check {
    try #require(watch.checks.first { $0.invariant == invariant.rawValue })
  }

  private func verdict(_ looks: [StorageSample], _ invariant: Invariant) throws -> Check {
    var watch = StorageWatch()
    for look in looks { watch.read(look) }
    return try Self.verdict(watch, invariant)
  }

  @Test(arguments: [
    (row(3, owner), row(3, owner), Verdict.good), (row(3, owner), row(4, other), .good),
    (row(3, owner), row(9, nil), .good), (row(3, owner), row(3, nil), .good),
    (row(0, nil), row(1, owner), .good), (row(3, owner), row(2, owner), .bad),
    (row(3, owner), row(3, other), .bad), (row(3, nil), row(3, owner), .bad),
  ])
  func epochsOnlyGrow(before: RegionRow, after: RegionRow, verdict expected: Verdict) throws {
    let check = try verdict(
      [StorageSample(regions: [before]), StorageSample(regions: [after])], .epochs)
    #expect(check.verdict == expected, "\(check)")
    #expect(check.evidence.count == (expected == .bad ? 1 : 0))
  }

  @Test(arguments: [
    (mark(4), mark(4), Verdict.good), (mark(4), mark(5, holder: nil), .good),
    (mark(4), mark(4, holder: nil), .good), (mark(4, version: 5), mark(4, version: 6), .good),
    (mark(4), mark(3), .bad), (mark(4), mark(4, holder: RegionID(rawValue: 9)), .bad),
    (mark(4, holder: nil), mark(4), .bad), (mark(4, version: 5), mark(6, version: 4), .bad),
  ])
  func holdersOnlyChangeUpwards(
    before: FencingMark, after: FencingMark, verdict expected: Verdict
  ) throws {
    let check = try verdict(
      [StorageSample(marks: [before]), StorageSample(marks: [after])], .holders)
    #expect(check.verdict == expected, "\(check)")
  }

  /// A guest may leave, and a region may not.
  @Test func whatMayVanish() throws {
    let looks = [
      StorageSample(regions: [Self.row(1, Self.owner)], marks: [Self.mark(4)]), StorageSample(),
    ]
    #expect(try verdict(looks, .epochs).evidence == ["region 0:0,0 is gone"])
    #expect(try verdict(looks, .holders).verdict == .unknown)
  }

  /// Only what came later than the last look counts, once.
  @Test func eachViolationCountsOnce() throws {
    let looks = [4, 3, 3, 3, 5, 1].map {
      StorageSample(marks: [Self.mark($0)])
    }
    let check = try verdict(looks, .holders)
    #expect(check.verdict == .bad && check.evidence.count == 2)
  }

  @Test func oneLookTellsNothing() throws {
    let look = StorageSample(regions: [Self.row(3, Self.owner)], marks: [Self.mark(4)])
    #expect(try verdict([look], .epochs).verdict == .unknown)
    #expect(try verdict([look], .holders).verdict == .unknown)
    #expect(try verdict([look, look], .epochs).verdict == .good)
    let unowned = StorageSample(regions: [Self.row(0, nil)])
    #expect(try verdict([unowned, unowned], .epochs).verdict == .unknown)
  }

  @Test func operationsStay() throws {
    let one = RecordedOperation(id: "request/1/1/1", result: .aborted, doneAt: 1)
    let other = RecordedOperation(id: "request/1/1/1", result: .done(ValueReceipt()), doneAt: 1)
    let seen = StorageSample(newest: [one])
    let kept = StorageSample(newest: [one], watched: [one])
    #expect(try verdict([seen, kept, kept], .durability).verdict == .good)
    #expect(try verdict([kept], .durability).verdict == .unknown)
    #expect(
      try verdict([seen, StorageSample()], .durability).evidence
        == ["operation request/1/1/1 is no longer recorded"])
    #expect(
      try verdict([seen, StorageSample(watched: [other])], .durability).evidence
        == ["operation request/1/1/1 has another result than before"])
  }

  /// An old result goes; while a result is young, nobody may forget it.
  @Test func resultsThatAreOldMayGo() throws {
    let one = RecordedOperation(id: "loot/1/1/1", result: .done(ValueReceipt()), doneAt: 1)
    let forgotten = RecordedOperation(id: "loot/1/1/1", result: .forgotten, doneAt: 1)
    let day = StorageLimits.resultMillisecondsMax
    for later in [StorageSample(at: day), StorageSample(watched: [forgotten], at: day)] {
      let seen = StorageSample(newest: [one], at: day)
      #expect(try verdict([seen, later], .durability).evidence.isEmpty)
    }
    #expect(
      try verdict(
        [StorageSample(newest: [one], at: 2), StorageSample(watched: [forgotten], at: 3)],
        .durability
      ).verdict == .bad)
  }

  @Test func booksAreJudged() throws {
    var watch = StorageWatch()
    watch.read(StorageSample())
    #expect(try Self.verdict(watch, .items).verdict == .unknown)
    #expect(try Self.verdict(watch, .gold).verdict == .unknown)
    var audit = BelongingsAudit()
    audit.kinds = [.init(kind: ItemKind("potion"), held: 3, ledger: 3)]
    audit.goldMinted = 9
    audit.goldHeld = 9
    watch.read(audit)
    #expect(try Self.verdict(watch, .items).verdict == .good)
    #expect(try Self.verdict(watch, .gold).verdict == .good)
    audit.kinds = [.init(kind: ItemKind("potion"), held: 4, ledger: 3)]
    audit.itemDeviations = [
      .init(owner: "character/1", kind: ItemKind("potion"), held: 4, ledger: 3)
    ]
    audit.ownerlessItems = [ItemID(5)]
    audit.goldDeviations = [.init(owner: "mail/2", kind: nil, held: 1, ledger: 0)]
    audit.goldSum = 1
    watch.read(audit)
    #expect(
      try Self.verdict(watch, .items).evidence == [
        "there are 4 potion, and the ledger says 3",
        "character/1 has 4 potion, and the ledger says 3", "the owner of item 5 does not exist",
      ])
    #expect(
      try Self.verdict(watch, .gold).evidence == [
        "all accounts together hold 1 instead of 0", "mail/2 has 1 gold, and the ledger says 0",
      ])
  }

  @Test func evidenceIsBounded() throws {
    var audit = BelongingsAudit()
    audit.ownerlessItems = (1...60).map { ItemID($0) }
    var watch = StorageWatch()
    watch.read(audit)
    let check = try Self.verdict(watch, .items)
    #expect(check.evidence.count == CheckerLimits.evidenceMax)
    #expect(check.reason == "60 violations")
  }
}
