import Model
import Testing
import World

/// Persons of the world: they stand at their posts and keep shops.
@Suite struct NPCTests {
  private static let lines = [
    "##########", "#........#", "#........#", "#..P.G...#", "#........#", "#........#",
    "#........#", "#........#", "#........#", "##########",
  ]

  private static func arena(_ posts: NPCPost...) -> Arena {
    Arena(lines, creature: Bestiary.deer, items: Bestiary.items) { $0.npcs = posts }
  }

  private func npc(_ number: UInt16, in arena: borrowing Arena) -> EntityID {
    .npc(region: arena.simulation.region, number: NPCNumber(number))
  }

  @Test func theyStandAtTheirPosts() throws {
    var arena = Self.arena(
      NPCPost(number: NPCNumber(1), position: Arena.place(4, 4), facing: 128),
      NPCPost(number: NPCNumber(2), position: Arena.place(7, 7), shop: Bestiary.smithy))
    let smith = npc(2, in: arena)
    #expect(smith.isNPC && !smith.isCreature && !smith.isCharacter && smith.item == nil)
    #expect(arena.simulation.npcCount == 2 && arena.simulation.population == 1)
    #expect(arena.simulation.creatureCount == 1)
    let body = try arena.body(npc(1, in: arena))
    #expect(body.kind == .npc && body.position == Arena.place(4, 4) && body.facing == 128)
    #expect(body.definition.rawValue == 1 && body.vitals == nil)
    arena.run(ticks: 400)
    #expect(try arena.body(smith).position == Arena.place(7, 7))
    #expect(arena.simulation.npcCount == 2)
  }

  @Test func nothingIsDoneToThem() throws {
    var arena = Self.arena(NPCPost(number: NPCNumber(1), position: Arena.place(4, 3)))
    let warden = npc(1, in: arena)
    arena.use(Bestiary.slash, on: warden)
    #expect(arena.refusal == .target)
    arena.run(
      .deed(
        BorderDeed(
          source: .creature(region: Maps.region(1, 1), epoch: Epoch(1), counter: 1), level: 1,
          origin: Arena.place(3, 3), target: warden, skill: .none, kind: .damage(50, .fire))),
      .leave(warden), .steer(warden, .heading(dx: 1, dy: 0)),
      .ghostVanish(warden, from: Maps.region(0, 0)), ticks: 20)
    #expect(try arena.body(warden).position == Arena.place(4, 3))
    #expect(arena.count(.damage) == 0)
    arena.run(.enter(Body(id: warden, position: Arena.place(6, 6), speed: 0)))
    #expect(arena.effects.contains { $0 == .refused(warden, .present) })
  }

  @Test func aShopIsWhereItsKeeperStands() throws {
    var arena = Self.arena(
      NPCPost(number: NPCNumber(1), position: Arena.place(8, 8), shop: Bestiary.smithy),
      NPCPost(number: NPCNumber(2), position: Arena.place(4, 4)),
      NPCPost(number: NPCNumber(3), position: Arena.place(4, 3), shop: Bestiary.stall))
    #expect(arena.simulation.shop(of: npc(1, in: arena)) == Bestiary.smithy)
    #expect(arena.simulation.shop(of: npc(2, in: arena)) == nil)
    #expect(arena.simulation.shop(of: .hero) == nil)
    #expect(arena.simulation.keepers(of: Bestiary.stall) == [npc(3, in: arena)])
    #expect(arena.simulation.canReach(character: .hero, shop: Bestiary.stall) == .near)
    #expect(arena.simulation.canReach(character: .hero, shop: Bestiary.smithy) == .far)
    #expect(arena.simulation.canReach(character: .hero, shop: ShopNumber(9)) == .absent)
    #expect(arena.simulation.canReach(character: .hero, shop: .none) == .absent)
    arena.run(.steer(.hero, .walking(to: Arena.place(8, 7))), ticks: 60)
    #expect(arena.simulation.canReach(character: .hero, shop: Bestiary.smithy) == .near)
    #expect(arena.simulation.canReach(character: .hero, shop: Bestiary.stall) == .far)
  }

  @Test func rulesTranslateNumbersAndKinds() {
    let items = Bestiary.items
    #expect(items.number(of: ItemKind("sword")) == Bestiary.sword)
    #expect(items.kind(of: Bestiary.potion) == ItemKind("potion"))
    #expect(items.number(of: ItemKind("spoon")) == nil && items.kind(of: .none) == nil)
    #expect(items.kind(of: ItemNumber(99)) == nil && items.shop(.none) == nil)
    #expect(items.shop(Bestiary.stall)?.good(Bestiary.potion)?.stock == 3)
    #expect(items.shop(Bestiary.stall)?.good(Bestiary.sword) == nil)
    #expect(items.item(Bestiary.potion)?.isConsumable == true)
    #expect(items.item(Bestiary.sword)?.isConsumable == false)
    #expect(items.bagCapacity == 20)
  }

  /// They are there at once in a region that moved or came back, and only once.
  @Test(arguments: [ArchiveScope.whole, .checkpoint])
  func theyAreThereAfterAMove(scope: ArchiveScope) throws {
    var arena = Self.arena(
      NPCPost(number: NPCNumber(1), position: Arena.place(8, 8), shop: Bestiary.smithy))
    arena.run(ticks: 30)
    var copy = try Simulation.restored(
      from: arena.simulation.archived(scope), grid: arena.simulation.grid,
      region: arena.simulation.region, collision: Maps.drawn(Self.lines),
      rules: arena.simulation.rules, places: arena.simulation.places, epoch: Epoch(4))
    copy.step([], at: Tick(5_000))
    #expect(copy.npcCount == 1 && copy.isOwned(npc(1, in: arena)))
    #expect(copy.population == (scope == .whole ? 1 : 0))
  }

  @Test func namesOfDifferentSortsDiffer() {
    let region = RegionID(rawValue: .max)
    let names: [EntityID] = [
      .npc(region: region, number: NPCNumber(.max)), .item(ItemID(1 << 62 - 1)), .item(ItemID(0)),
      .creature(region: region, epoch: Epoch(.max), counter: .max),
      .npc(region: RegionID(rawValue: 0), number: NPCNumber(0)), EntityID(1 << 61 - 1),
      .chest(region: region, number: ChestNumber(.max)),
      .chest(region: RegionID(rawValue: 0), number: ChestNumber(0)),
    ]
    #expect(Set(names).count == names.count)
    #expect(names.map(\.isNPC) == [true, false, false, false, true, false, false, false])
    #expect(names.map(\.isCreature) == [false, false, false, true, false, false, false, false])
    #expect(names.map(\.isCharacter) == [false, false, false, false, false, true, false, false])
    #expect(names.map(\.isChest) == [false, false, false, false, false, false, true, true])
    #expect(names.map(\.item) == [nil, ItemID(1 << 62 - 1), ItemID(0), nil, nil, nil, nil, nil])
  }
}
