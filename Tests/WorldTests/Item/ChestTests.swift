import Model
import Testing

@testable import World

/// Chests: opened, empty, full again in time.
@Suite struct ChestTests {
  private static let lines = [
    "##########", "#........#", "#........#", "#..P.....#", "#........#", "#........#",
    "#........#", "#........#", "#......G.#", "##########",
  ]

  private static func arena() -> Arena {
    Arena(lines, items: Bestiary.items) {
      $0.chests = [
        ChestPlace(
          number: ChestNumber(1), position: Arena.place(4, 3), loot: Bestiary.hoard,
          respawnTicks: 100),
        ChestPlace(
          number: ChestNumber(2), position: Arena.place(8, 1), loot: .none, respawnTicks: 0),
      ]
    }
  }

  private func chest(_ number: UInt16, in arena: borrowing Arena) -> EntityID {
    .chest(region: arena.simulation.region, number: ChestNumber(number))
  }

  @Test func itIsOpenedAndFullAgainInTime() throws {
    var arena = Self.arena()
    let id = chest(1, in: arena)
    #expect(id.isChest && !id.isNPC && !id.isCharacter && id.item == nil)
    #expect(arena.simulation.chestCount == 2 && arena.simulation.population == 1)
    #expect(try arena.body(id).kind == .chest && arena.body(id).definition.rawValue == 1)
    #expect(arena.simulation.canReach(character: .hero, entity: id) == .near)
    var operations: Set<OperationID> = []
    for _ in 0..<3 {
      arena.run(.open(id, by: .hero))
      let loot = try #require(arena.loot.first)
      #expect(arena.loot.count == 1 && loot.source == id && loot.killer == .hero)
      #expect(loot.drops.map(\.item) == [Bestiary.coin, Bestiary.ear])
      #expect(loot.position == Arena.place(4, 3))
      let isNew = operations.insert(loot.operation).inserted
      #expect(isNew, "each opening is minted once")
      #expect(try arena.shown(id).state == .open)
      #expect(arena.simulation.canReach(character: .hero, entity: id) == .empty)
      arena.run(.open(id, by: .hero), ticks: 99)
      #expect(arena.loot.isEmpty, "it is empty")
      #expect(try arena.shown(id).state == .open)
      arena.run()
      #expect(try arena.shown(id).state == [])
    }
    #expect(arena.simulation.counters.chestsOpened == 3)
  }

  @Test func chestsAndCreaturesNeverShareAName() throws {
    var arena = Self.arena()
    arena.run(.open(chest(1, in: arena), by: .hero))
    let first = try #require(arena.loot.first).operation
    let goblin = try #require(arena.creatures.first)
    arena.run(
      .deed(
        BorderDeed(
          source: .hero, level: 1, origin: Position(unitsX: 0, unitsY: 0), target: goblin,
          skill: .none, kind: .damage(10_000, .physical))))
    let second = try #require(arena.loot.first).operation
    #expect(first != second)
  }

  @Test func nothingElseOpensAndNothingElseIsOpened() throws {
    var arena = Self.arena()
    let ignored = arena.simulation.counters.ignored
    arena.run(
      .open(.hero, by: .hero), .open(chest(9, in: arena), by: .hero),
      .open(arena.creatures[0], by: .hero))
    #expect(arena.simulation.counters.ignored == ignored + 3 && arena.loot.isEmpty)
    arena.run(.open(chest(2, in: arena), by: .hero))
    #expect(arena.loot.isEmpty && arena.simulation.counters.chestsOpened == 1)
    arena.use(Bestiary.slash, on: chest(1, in: arena))
    #expect(arena.refusal == .target)
  }

  /// It stays as it was when its region moves, and also after a crash: nobody empties it twice.
  @Test(arguments: [ArchiveScope.whole, .checkpoint])
  func itStaysOpenAfterAMove(scope: ArchiveScope) throws {
    var arena = Self.arena()
    let id = chest(1, in: arena)
    arena.run(.open(id, by: .hero), ticks: 10)
    var copy = try Simulation.restored(
      from: arena.simulation.archived(scope), grid: arena.simulation.grid,
      region: arena.simulation.region, collision: Maps.drawn(Self.lines),
      rules: arena.simulation.rules, places: arena.simulation.places, epoch: Epoch(4))
    #expect(copy.chestCount == 2 && copy.population == (scope == .whole ? 1 : 0))
    #expect(copy.shown(at: try copy.find(id).index).state == .open)
    let now = try #require(copy.tick?.rawValue)
    copy.step([.open(id, by: .hero)], at: Tick(now + 1))
    #expect(copy.counters.chestsOpened == 0)
    copy.step([], at: Tick(now + 95))
    copy.step([.open(id, by: .hero)], at: Tick(now + 96))
    #expect(copy.counters.chestsOpened == 1)
  }

  @Test func itIsSeenAndOpenedFromTheNextRegion() throws {
    var world = BorderWorld(
      places: Places(chests: [
        ChestPlace(
          number: ChestNumber(1), position: Position(unitsX: 500, unitsY: 256),
          loot: Bestiary.hoard, respawnTicks: 50)
      ]))
    let id = EntityID.chest(region: BorderWorld.westID, number: ChestNumber(1))
    world.run(east: [.enter(player(1, 530, 256))], ticks: 3)
    #expect(world.east.canReach(character: .hero, entity: id) == .near)
    #expect(world.east.holder(of: id) == BorderWorld.westID)
    world.run(east: [.open(id, by: .hero)])
    #expect(world.east.counters.chestsOpened == 0)
    #expect(world.deeds.map(\.kind) == [.open] && world.deeds.first?.source == .hero)
    world.run()
    #expect(world.west.counters.chestsOpened == 1)
    // Who asks again before it is seen open gets no second one.
    world.run(east: [.open(id, by: .hero)])
    world.run(ticks: 2)
    #expect(world.west.counters.chestsOpened == 1)
    #expect(world.east.canReach(character: .hero, entity: id) == .empty)
    world.run(ticks: 60)
    #expect(world.east.canReach(character: .hero, entity: id) == .near)
  }

  /// What is done to the living does nothing to a chest, and nobody alive is opened.
  @Test func onlyChestsAreOpened() throws {
    var arena = Self.arena()
    let id = chest(1, in: arena)
    func deed(_ kind: BorderDeed.Kind, to target: EntityID) -> Intent {
      .deed(
        BorderDeed(
          source: EntityID(77), level: 1, origin: Arena.place(5, 3), target: target,
          skill: .none, kind: kind))
    }
    arena.run(
      deed(.damage(50, .physical), to: id), deed(.open, to: .hero),
      deed(.open, to: chest(9, in: arena)))
    #expect(arena.simulation.counters.deedsDropped == 3)
    #expect(arena.simulation.counters.chestsOpened == 0)
    arena.run(deed(.open, to: id))
    #expect(arena.simulation.counters.chestsOpened == 1)
    #expect(arena.loot.first?.killer == EntityID(77))
  }
}
