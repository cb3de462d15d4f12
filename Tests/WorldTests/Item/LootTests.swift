import Model
import Testing

@testable import World

/// A creature dies, and leaves something behind.
@Suite struct LootTests {
  private static let lines = [
    "##########", "#........#", "#........#", "#..P.....#", "#..G.....#", "#........#",
    "#........#", "#........#", "#........#", "##########",
  ]

  /// Kills the goblin and tells what it left.
  private static func kill(in arena: inout Arena) throws -> Loot {
    let goblin = try #require(arena.creatures.first)
    arena.run(
      .deed(
        BorderDeed(
          source: .hero, level: 1, origin: Position(unitsX: 0, unitsY: 0), target: goblin,
          skill: .none, kind: .damage(10_000, .physical))))
    return try #require(arena.loot.first)
  }

  @Test func aDeadCreatureLeavesWhatItsTableSays() throws {
    var arena = Arena(Self.lines, items: Bestiary.items)
    let goblin = arena.creatures[0]
    let place = try arena.body(goblin).position
    let loot = try Self.kill(in: &arena)
    #expect(arena.loot.count == 1)
    #expect(loot.source == goblin && loot.killer == .hero && loot.position == place)
    #expect(loot.operation == .loot(arena.simulation.region, Epoch(3), counter: 0))
    #expect(loot.drops.map(\.item) == [Bestiary.coin, Bestiary.ear])
    #expect((5...15).contains(loot.drops[0].count) && loot.drops[1].count == 1)
    #expect(arena.simulation.counters.lootDrops == 2)
    #expect(arena.simulation.groundItemCount == 0, "it lies there when storage has made it")
    for drop in loot.drops {
      #expect(arena.simulation.isGround(drop.position) == true)
      #expect(drop.position.distanceSquared(to: place) <= Int64(2 * (28 * 256) * (28 * 256)))
    }
  }

  @Test func eachCreatureOfASeatHasItsOwnLoot() throws {
    var arena = Arena(Self.lines, items: Bestiary.items)
    var operations: Set<OperationID> = []
    for _ in 0..<5 {
      let isNew = operations.insert(try Self.kill(in: &arena).operation).inserted
      #expect(isNew)
      arena.run(ticks: 120)
    }
    #expect(operations.contains(.loot(arena.simulation.region, Epoch(3), counter: 4)))
  }

  @Test func aCreatureWithoutATableLeavesNothing() throws {
    for items in [ItemRules(), Bestiary.items] {
      var arena = Arena(Self.lines, creature: Bestiary.deer, items: items)
      arena.run(
        .deed(
          BorderDeed(
            source: .hero, level: 1, origin: Position(unitsX: 0, unitsY: 0),
            target: arena.creatures[0], skill: .none, kind: .damage(10_000, .physical))))
      #expect(arena.simulation.counters.creatureDeaths == 1 && arena.loot.isEmpty)
    }
  }

  /// In a corner, nothing falls into or behind a wall.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func dropsFallOnFreeGroundInSightOfTheBody(seed: UInt64) throws {
    let lines = ["#####", "#.#.#", "##G##", "#.#.#", "#P..#"]
    var arena = Arena(lines, items: Bestiary.items, seed: seed)
    let body = Arena.place(2, 2)
    for drop in try Self.kill(in: &arena).drops {
      #expect(arena.simulation.isGround(drop.position) == true)
      #expect(drop.position.distanceSquared(to: body) < 32 * 256 * 32 * 256)
      #expect((64 * 256..<96 * 256).contains(Int(drop.position.x)), "not behind the walls")
    }
  }

  /// It comes back from a checkpoint under another epoch, and what it leaves is still named by the
  /// epoch at which it appeared: storage pays once for it.
  @Test func whoComesBackFromACheckpointKeepsItsName() throws {
    var arena = Arena(Self.lines, items: Bestiary.items)
    arena.run(ticks: 5)
    let archive = arena.simulation.archived(.checkpoint)
    let first = try Self.kill(in: &arena)
    arena.simulation = try Simulation.restored(
      from: archive, grid: arena.simulation.grid, region: arena.simulation.region,
      collision: Maps.drawn(Self.lines), rules: arena.simulation.rules,
      places: arena.simulation.places, epoch: Epoch(8))
    let second = try Self.kill(in: &arena)
    #expect(second.operation == first.operation && second.source == first.source)
    arena.run(ticks: 120)
    let next = try Self.kill(in: &arena)
    #expect(next.operation == .loot(arena.simulation.region, Epoch(8), counter: 1))
  }
}

/// Rolls, many of them, from a fixed seed.
@Suite struct LootTableTests {
  @Test func dropsAreAsFrequentAsTheirChances() {
    let chances: [UInt32] = [0, 1, 1_000, 50_000, 333_333, 500_000, 999_999, 1_000_000, .max]
    let table = LootTable(
      entries: chances.map { LootTable.Entry(item: Bestiary.ear, chancePerMillion: $0) })
    let rolls = 200_000
    var random = SeededGenerator(seed: 77)
    for entry in table.entries {
      var count = 0
      for _ in 0..<rolls { count += LootTable(entries: [entry]).roll(&random).count }
      let chance = Double(entry.chancePerMillion) / 1_000_000
      let spread = (Double(rolls) * chance * (1 - chance)).squareRoot()
      #expect(
        abs(Double(count) - Double(rolls) * chance) <= 4 * spread + 1,
        "\(entry.chancePerMillion): \(count)")
      if entry.chancePerMillion == 0 { #expect(count == 0) }
      if entry.chancePerMillion == 1_000_000 { #expect(count == rolls) }
    }
  }

  @Test func everyCountIsAsFrequentAsTheOthers() {
    let table = LootTable(entries: [
      LootTable.Entry(item: Bestiary.coin, chancePerMillion: 1_000_000, countMin: 5, countMax: 15)
    ])
    var counts = [Int](repeating: 0, count: 20)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<110_000 {
      for drop in table.roll(&random) { counts[Int(drop.count)] += 1 }
    }
    #expect(counts[..<5].allSatisfy { $0 == 0 } && counts[16...].allSatisfy { $0 == 0 })
    for count in counts[5...15] { #expect(abs(count - 10_000) < 400) }
  }

  @Test func theSameSeedRollsTheSame() {
    let table = Bestiary.items.lootTables[1]
    var a = SeededGenerator(seed: 9)
    var b = SeededGenerator(seed: 9)
    for _ in 0..<1_000 {
      let (first, second) = (table.roll(&a), table.roll(&b))
      #expect(first.map(\.item) == second.map(\.item) && first.map(\.count) == second.map(\.count))
    }
    #expect(a.state == b.state)
  }

  @Test func entriesAreRolledByThemselves() {
    let table = LootTable(entries: [
      LootTable.Entry(item: Bestiary.coin, chancePerMillion: 500_000),
      LootTable.Entry(item: Bestiary.ear, chancePerMillion: 500_000),
    ])
    var random = SeededGenerator(seed: 12)
    var both = 0
    var none = 0
    for _ in 0..<40_000 {
      let drops = table.roll(&random)
      if drops.count == 2 { both += 1 }
      if drops.isEmpty { none += 1 }
    }
    #expect(abs(both - 10_000) < 400 && abs(none - 10_000) < 400)
  }
}
