import Model
import Testing
import World

/// Things and persons beyond a border: seen, reached, and gone when they are taken.
@Suite struct BorderItemTests {
  private static let places = Places(
    spawns: BorderFightTests.spawn(470, Bestiary.goblin).spawns,
    npcs: [
      NPCPost(
        number: NPCNumber(1), position: Position(unitsX: 500, unitsY: 200), shop: Bestiary.smithy)
    ])

  private func item(_ id: UInt64, _ x: Int32, count: UInt32 = 1) -> Intent {
    .lay(
      GroundItem(
        id: ItemID(id), item: Bestiary.ear, count: count,
        position: Position(unitsX: x, unitsY: 256)))
  }

  @Test func whatLiesBeyondTheBorderIsSeenReachedAndTakenUp() throws {
    var world = BorderWorld(places: Places())
    let id = EntityID.item(ItemID(5))
    world.run(west: [item(5, 490, count: 12)], east: [.enter(player(1, 540, 256))], ticks: 3)
    #expect(world.west.isOwned(id) == true && world.east.isOwned(id) == false)
    let ghost = try world.east.find(id)
    #expect(world.east.kind(at: ghost.index) == (.item, DefinitionNumber(Bestiary.ear)))
    #expect(world.east.shown(at: ghost.index).level == 12)
    #expect(world.east.population == 1 && world.east.groundItemCount == 0)
    #expect(world.east.canReach(character: .hero, entity: id) == .near)
    #expect(world.east.holder(of: id) == BorderWorld.westID)
    let hero = try world.east.find(.hero)
    world.east.withSight(of: hero) { #expect($0.visible.contains(ghost.index)) }
    world.run(west: [.lift(ItemID(5))], ticks: 6)
    #expect(world.east.slot(of: id) == nil)
  }

  /// Taken up on one side and dropped on the other at once, before the ghost has gone.
  @Test func whatIsCarriedOverTheBorderStaysOne() throws {
    var world = BorderWorld(places: Places())
    let id = EntityID.item(ItemID(5))
    world.run(west: [item(5, 490)], east: [.enter(player(1, 540, 256))], ticks: 3)
    world.run(west: [.lift(ItemID(5))])
    world.run(east: [item(5, 530)])
    for _ in 0..<80 {
      #expect(world.east.isOwned(id) == true)
      world.run()
    }
    #expect(world.west.isOwned(id) == false && world.west.slot(of: id) != nil)
    #expect(world.east.groundItemCount == 1 && world.west.groundItemCount == 0)
    #expect(world.west.holder(of: id) == BorderWorld.eastID)
    let place = world.west.pose(at: try world.west.find(id).index).position
    #expect(place == Position(unitsX: 530, unitsY: 256))
  }

  @Test func aShopIsReachedOverTheBorder() throws {
    var world = BorderWorld(places: Self.places)
    world.run(east: [.enter(player(1, 530, 200))], ticks: 3)
    let smith = EntityID.npc(region: BorderWorld.westID, number: NPCNumber(1))
    #expect(world.west.isOwned(smith) == true && world.west.npcCount == 1)
    #expect(world.east.npcCount == 0)
    #expect(world.east.kind(at: try world.east.find(smith).index).kind == .npc)
    #expect(world.east.shop(of: smith) == Bestiary.smithy)
    #expect(world.east.canReach(character: .hero, shop: Bestiary.smithy) == .near)
  }

  /// Who kills over a border finds the loot there, where the body lies; only its region tells.
  @Test func lootOfACreatureBeyondTheBorder() throws {
    var world = BorderWorld(places: Self.places)
    world.run(east: [.enter(player(1, 600, 256))], ticks: 4)
    let goblin = EntityID.creature(region: BorderWorld.westID, epoch: Epoch(1), counter: 0)
    var loot: [Loot] = []
    for _ in 0..<40 where loot.isEmpty {
      world.run(east: [.use(.hero, skill: Bestiary.fireball, target: goblin, dx: 0, dy: 0)])
      for _ in 0..<32 {
        world.run()
        for effect in world.west.effects {
          if case .loot(let found) = effect { loot.append(found) }
        }
        for effect in world.east.effects {
          if case .loot = effect { Issue.record("the owner of the creature alone tells") }
        }
      }
    }
    let found = try #require(loot.first)
    #expect(loot.count == 1 && found.killer == .hero && found.source == goblin)
    #expect(found.operation == .loot(BorderWorld.westID, Epoch(1), counter: 0))
    var number: UInt64 = 10
    let laid = found.drops.map { drop -> Intent in
      number += 1
      return .lay(
        GroundItem(
          id: ItemID(number), item: drop.item, count: drop.count, position: drop.position))
    }
    world.run(west: laid, ticks: 3)
    for id in 11...number {
      let ghost = try world.east.find(.item(ItemID(id)))
      #expect(world.east.kind(at: ghost.index).kind == .item)
    }
  }
}
