import Cluster
import Model
import Testing
import Wire

@testable import Simulator

/// What has value changes hands in every run; the checker follows each change.
@Suite struct ValueTests {
  @Test(arguments: ["none", "storage-outage", "crash,pause", "power-cut", "migration,duplication"])
  func `holds while things change hands`(names: String) throws {
    let faults = try #require(FaultSet(names: names))
    let report = ClusterSimulation.run(seed: 21, steps: 10_000, faults: faults)
    #expect(report.violations.isEmpty, "\(report.violations)")
    #expect(report.operations > 10)
    #expect(report.rare["gifts-over-borders"] ?? 0 > 0)
    #expect(report.rare["wishes-done"] ?? 0 > 0)
  }

  @Test func `without faults every outcome is known and every fence holds`() {
    let report = ClusterSimulation.run(seed: 4, steps: 8_000, faults: .none)
    #expect(report.violations.isEmpty, "\(report.violations)")
    for path in [
      "outcomes-unknown", "operations-of-past-holders", "operations-of-past-owners",
      "operations-of-old-versions", "gifts-unanswered",
    ] {
      #expect(report.rare[path] ?? 0 == 0, "\(path)")
    }
  }

  // MARK: The model of storage

  private let region = RegionID(map: MapID(1), column: 0, row: 0)
  private let giver = CharacterID(1)
  private let taker = CharacterID(2)

  private func store() -> ModelStore {
    var store = ModelStore(variant: nil)
    store.regions[region] = RegionOwnership(
      epoch: Epoch(1), owner: .init(shard: ShardID(1), incarnation: Incarnation(1)))
    for character in [giver, taker] {
      store.characters[character] = ModelStore.Character(
        sequence: HandoffSequence(2), holder: region,
        state: CharacterState(
          character: character, name: "0", position: Position(x: .zero, y: .zero), facing: 0,
          kind: 0, speed: 0, motion: .stand, counters: .init(), waiting: []))
      store.economy.mint(10, for: character)
      store.economy.make(for: .character(character))
    }
    return store
  }

  private func gift(
    _ number: UInt64, of item: ItemID?, gold: UInt64, version: UInt64 = 1, epoch: UInt64 = 1,
    sequence: UInt64 = 2, in store: ModelStore
  ) -> ModelOperation {
    let wish = RequestName(character: giver, login: 1, number: number)
    let fences = [giver, taker].map {
      ModelOperation.Fence(
        character: $0, sequence: HandoffSequence(sequence), holder: region,
        epoch: Epoch(epoch), version: ValueVersion(version))
    }
    return ModelOperation(
      id: wish.operation, wish: wish, fences: fences,
      action: .give(item, gold: gold, from: giver, to: taker),
      memory: store.economy.belongings(of: giver, version: ValueVersion(version)))
  }

  @Test func `an operation is done once, under its fences`() {
    var store = store()
    let first = gift(1, of: ItemID(1), gold: 4, in: store)
    #expect(store.perform(gift(2, of: nil, gold: 1, epoch: 2, in: store)) == .staleEpoch)
    #expect(store.perform(gift(3, of: nil, gold: 1, sequence: 3, in: store)) == .stale)
    guard case .done(let changes, isRepeated: false) = store.perform(first) else {
      Issue.record("the gift is given")
      return
    }
    #expect(changes[giver] == .init(version: ValueVersion(2), gold: 6, gone: [ItemID(1)]))
    #expect(changes[taker] == .init(version: ValueVersion(2), gold: 14, came: [ItemID(1)]))
    #expect(store.perform(first) == .done(changes, isRepeated: true))
    #expect(
      store.perform(gift(4, of: nil, gold: 1, in: store))
        == .staleVersion(giver, ValueVersion(2)))
    #expect(
      store.perform(gift(5, of: ItemID(1), gold: 0, version: 2, in: store))
        == .refused(isRepeated: false))
    #expect(store.settle(first.id) == .done(changes))
    let never = gift(6, of: nil, gold: 1, version: 2, in: store)
    #expect(store.settle(never.id) == .aborted)
    #expect(store.perform(never) == .refused(isRepeated: true))
  }

  // MARK: The checker

  /// What the checker says of the commits of a store, when `damage` came in between.
  private func verdict(_ damage: (inout ModelStore) -> Void) -> String? {
    var store = store()
    var checker = InvariantChecker()
    checker.began(store)
    damage(&store)
    _ = store.perform(gift(1, of: ItemID(1), gold: 4, in: store))
    for commit in store.valued {
      checker.committed(commit, store, at: BootTime(microseconds: 1))
    }
    checker.settled(store, at: BootTime(microseconds: 2))
    return checker.violations.first?.invariant
  }

  @Test func `the checker sees what is out of order`() {
    #expect(verdict { _ in } == nil)
    #expect(
      verdict {
        $0.economy.performHalf(
          ItemID(2), gold: 0, of: CharacterID(2), isGiver: true,
          as: .loot(region, Epoch(1), counter: 1))
      } == "item-astray")
    #expect(
      verdict {
        $0.economy.performHalf(
          nil, gold: 3, of: CharacterID(2), isGiver: true, as: .loot(region, Epoch(1), counter: 1))
      } == "gold-out-of-nothing")
    #expect(verdict { $0.economy.make(for: .ground(region)) } == "ledger-broken")
    #expect(
      verdict { store in
        store.characters[giver]?.version = ValueVersion(0)
      } == "value-lost")
  }

  @Test func `the checker compares what players are told with what was done`() {
    var store = store()
    var checker = InvariantChecker()
    checker.began(store)
    let now = BootTime(microseconds: 1)
    let operation = gift(1, of: nil, gold: 2, in: store)
    checker.told(operation.wish, isDone: false, at: now)
    #expect(checker.violations.isEmpty)
    _ = store.perform(operation)
    for commit in store.valued { checker.committed(commit, store, at: now) }
    for commit in store.valued { checker.committed(commit, store, at: now) }
    checker.told(operation.wish, isDone: false, at: now)
    let names = checker.violations.map(\.invariant)
    #expect(names.contains("refused-yet-done"))
    #expect(names.contains("operation-applied-twice"))
    var other = InvariantChecker()
    other.began(store)
    other.told(RequestName(character: taker, login: 1, number: 9), isDone: true, at: now)
    other.remembers(
      ModelBelongings(version: ValueVersion(1), gold: 99, items: []), of: taker, at: now)
    #expect(other.violations.map(\.invariant) == ["confirmed-not-done", "memory-differs"])
  }
}
