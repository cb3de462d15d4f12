import Cluster
import Model
import Testing

struct DirectoryTableTests {
  private let region = RegionID(rawValue: 5)

  private func owned(_ shard: UInt32, _ epoch: UInt64) -> DirectoryRecord {
    .owned(
      DirectoryEntry(
        shard: ShardID(shard), incarnation: Incarnation(1), epoch: Epoch(epoch)))
  }

  private func change(
    _ version: UInt64, _ record: DirectoryRecord, generation: String = "g", region: UInt32 = 5
  ) -> DirectoryChange {
    DirectoryChange(
      generation: generation, version: version, region: RegionID(rawValue: region),
      record: record)
  }

  /// A table that was loaded empty at version 0.
  private func loaded() -> DirectoryTable {
    var table = DirectoryTable()
    var updates: [DirectoryTable.Update] = []
    table.load(generation: "g", version: 0, records: [:], updates: &updates)
    return table
  }

  @Test func followsChangesInOrder() {
    var table = loaded()
    var updates: [DirectoryTable.Update] = []
    #expect(table.apply(change(1, owned(1, 1)), updates: &updates) == .applied)
    #expect(table.lookup(region)?.shard == ShardID(1))
    #expect(table.apply(change(2, .released(Epoch(1))), updates: &updates) == .applied)
    #expect(table.lookup(region) == nil)
    #expect(table.epoch(of: region) == Epoch(1))
    #expect(table.apply(change(3, owned(2, 2)), updates: &updates) == .applied)
    #expect(table.lookup(region)?.shard == ShardID(2))
    #expect(updates.map(\.entry?.shard) == [ShardID(1), nil, ShardID(2)])
    #expect(table.version == 3)
  }

  @Test func aHigherEpochIsNeverReplaced() {
    var table = loaded()
    #expect(table.apply(change(1, owned(1, 5))) == .applied)
    #expect(table.apply(change(2, owned(2, 4))) == .stale)
    #expect(table.apply(change(3, .released(Epoch(4)))) == .stale)
    #expect(table.apply(change(4, owned(2, 5))) == .stale)
    #expect(table.lookup(region)?.shard == ShardID(1))
    #expect(table.version == 4)
  }

  @Test func aReleasedEpochIsNotTakenBack() {
    var table = loaded()
    #expect(table.apply(change(1, owned(1, 5))) == .applied)
    #expect(table.apply(change(2, .released(Epoch(5)))) == .applied)
    #expect(table.apply(change(3, owned(1, 5))) == .stale)
    #expect(table.lookup(region) == nil)
  }

  @Test func aMissingVersionIsAGapAndStillAHint() {
    var table = loaded()
    #expect(table.apply(change(2, owned(1, 1))) == .gap)
    #expect(table.lookup(region)?.shard == ShardID(1))
    #expect(table.version == 0)
    #expect(table.apply(change(1, owned(3, 1), region: 6)) == .applied)
  }

  @Test func whatIsKnownIsStale() {
    var table = loaded()
    #expect(table.apply(change(1, owned(1, 1))) == .applied)
    #expect(table.apply(change(1, owned(1, 1))) == .stale)
    #expect(table.apply(change(0, owned(1, 1))) == .stale)
  }

  @Test func newsUnderAnOldNumberMeansLostWrites() {
    var table = loaded()
    for version in 1...5 { _ = table.apply(change(UInt64(version), owned(1, UInt64(version)))) }
    #expect(table.apply(change(3, owned(2, 9))) == .gap)
    #expect(table.lookup(region)?.epoch == Epoch(9))
  }

  @Test func anotherDataSetIsAGap() {
    var table = loaded()
    _ = table.apply(change(1, owned(1, 1)))
    #expect(table.apply(change(2, owned(2, 2), generation: "h")) == .gap)
    #expect(table.version == 1)
    var untouched = DirectoryTable()
    #expect(untouched.apply(change(1, owned(1, 1))) == .gap)
    #expect(untouched.lookup(region)?.shard == ShardID(1))
  }

  @Test func loadingKeepsTheHigherEpochAndWhatIsMissing() {
    var table = loaded()
    _ = table.apply(change(1, owned(1, 7)))
    _ = table.apply(change(2, owned(1, 1), region: 6))
    var updates: [DirectoryTable.Update] = []
    table.load(
      generation: "h", version: 40,
      records: [region: owned(2, 6), RegionID(rawValue: 7): owned(3, 1)], updates: &updates)
    #expect(table.generation == "h")
    #expect(table.version == 40)
    #expect(table.lookup(region)?.epoch == Epoch(7))
    #expect(table.lookup(RegionID(rawValue: 6))?.shard == ShardID(1))
    #expect(updates.map(\.region.rawValue) == [7])
    #expect(table.owned.map(\.region.rawValue) == [5, 6, 7])
  }

  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func epochsNeverGoBackWhateverComes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var table = loaded()
    var highest: [RegionID: Epoch] = [:]
    for _ in 0..<2000 {
      let id = RegionID(rawValue: generator.below(4))
      let epoch = Epoch(UInt64(generator.below(50)))
      let record: DirectoryRecord =
        generator.below(4) == 0 ? .released(epoch) : owned(generator.below(3), epoch.rawValue)
      var updates: [DirectoryTable.Update] = []
      if generator.below(10) == 0 {
        table.load(
          generation: "g\(generator.below(2))", version: UInt64(generator.below(100)),
          records: [id: record], updates: &updates)
      } else {
        _ = table.apply(
          change(
            UInt64(generator.below(100)), record, generation: "g\(generator.below(2))",
            region: id.rawValue),
          updates: &updates)
      }
      let now = table.epoch(of: id)
      #expect(now >= highest[id] ?? .none, "seed \(seed)")
      highest[id] = now
      for update in updates { #expect(table.lookup(update.region) == update.entry) }
    }
  }
}
