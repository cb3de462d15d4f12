import Model
import Testing
import World

/// What a character gets at with its hands.
@Suite struct ReachTests {
  private static let lines = [
    "##########", "#........#", "#.PP.....#", "#........#", "#.####...#", "#........#",
    "#........#", "#........#", "#........#", "##########",
  ]

  private func item(_ id: UInt64, _ place: Position) -> Intent {
    .lay(GroundItem(id: ItemID(id), item: Bestiary.ear, position: place))
  }

  @Test func nearFarHiddenAndGone() throws {
    var arena = Arena(Self.lines)
    arena.run(
      item(1, Arena.place(4, 2)), item(2, Arena.place(8, 8)), item(3, Arena.place(2, 5)),
      item(
        4, Position(x: Arena.place(2, 2).x + arena.simulation.rules.reach, y: Arena.place(2, 2).y))
    )
    func reach(_ id: UInt64, by character: EntityID = .hero) -> Reach {
      arena.simulation.canReach(character: character, entity: .item(ItemID(id)))
    }
    #expect(reach(1) == .near && reach(2) == .far && reach(3) == .hidden)
    #expect(reach(4) == .near, "as far as it goes")
    #expect(reach(9) == .absent && reach(1, by: EntityID(77)) == .away)
    #expect(reach(1, by: .item(ItemID(2))) == .away, "things have no hands")
    arena.run(.lift(ItemID(1)))
    #expect(reach(1) == .absent)
  }

  @Test func theDeadReachNothingAndAreNotReached() throws {
    var arena = Arena(Self.lines)
    arena.run(item(1, Arena.place(4, 2)))
    #expect(arena.simulation.canReach(character: .hero, entity: .friend) == .near)
    let creature = EntityID.creature(region: Maps.region(1, 1), epoch: Epoch(1), counter: 1)
    arena.run(
      .deed(
        BorderDeed(
          source: creature, level: 1, origin: Arena.place(3, 3), target: .friend, skill: .none,
          kind: .damage(9_999, .fire))))
    #expect(arena.simulation.canReach(character: .friend, entity: .item(ItemID(1))) == .dead)
    #expect(arena.simulation.canReach(character: .hero, entity: .friend) == .lifeless)
    #expect(arena.simulation.placeToDrop(by: .friend) == nil)
  }

  @Test func ghostsAreReachedToo() throws {
    var simulation = Simulation.open()
    let west = Maps.region(0, 1)
    let id = EntityID.item(ItemID(4))
    simulation.run(
      .enter(player(1, 260, 300)), .ghostAppear(player(7, 250, 300), from: west),
      .ghostAppear(
        Body(id: id, kind: .item, position: Position(unitsX: 200, unitsY: 300), speed: 0),
        from: west))
    #expect(simulation.canReach(character: .hero, entity: EntityID(7)) == .near)
    #expect(simulation.canReach(character: .hero, entity: id) == .near)
    #expect(simulation.canReach(character: EntityID(7), entity: .hero) == .away)
    #expect(simulation.holder(of: id) == west && simulation.holder(of: .hero) == simulation.region)
    #expect(simulation.holder(of: EntityID(99)) == nil)
    simulation.run(
      .ghostVitals(EntityID(7), Condition(health255: 0, level: 1, state: .dead)),
      .ghostMove(id, Position(unitsX: 150, unitsY: 300), facing: 0))
    #expect(simulation.canReach(character: .hero, entity: EntityID(7)) == .lifeless)
    #expect(simulation.canReach(character: .hero, entity: id) == .far)
  }

  // MARK: Where things are dropped

  @Test func thingsFallBeforeTheFeetAndBesideEachOther() throws {
    var arena = Arena(Self.lines)
    arena.run(.steer(.hero, .heading(dx: 0, dy: -1)))
    arena.run(.steer(.hero, .standing))
    let feet = try arena.body(.hero).position
    var places: Set<Position> = []
    for number in 1...8 as ClosedRange<UInt64> {
      let found = arena.simulation.placeToDrop(by: .hero)
      let place = try #require(found)
      if number == 1 { #expect(place == Position(x: feet.x, y: feet.y - 20 * .one)) }
      #expect(arena.simulation.isGround(place) == true)
      places.insert(place)
      arena.run(item(number, place))
      #expect(
        arena.simulation.canReach(character: .hero, entity: .item(ItemID(number))) == .near)
    }
    #expect(places.count == 8)
    #expect(arena.simulation.placeToDrop(by: .hero) == feet, "all around it is full")
    #expect(arena.simulation.placeToDrop(by: EntityID(55)) == nil)
  }

  @Test func nothingFallsIntoAWall() throws {
    var arena = Arena(["####", "#P##", "####", "####"])
    let feet = try arena.body(.hero).position
    for number in 1...3 as ClosedRange<UInt64> {
      let found = arena.simulation.placeToDrop(by: .hero)
      let place = try #require(found)
      #expect(place == feet)
      arena.run(item(number, place))
    }
    #expect(arena.simulation.groundItemCount == 3)
  }

  // MARK: Using things up

  @Test func aPotionHeals() throws {
    var arena = Arena(Self.lines)
    let creature = EntityID.creature(region: Maps.region(1, 1), epoch: Epoch(1), counter: 1)
    let blow = BorderDeed(
      source: creature, level: 1, origin: Arena.place(3, 3), target: .hero, skill: .none,
      kind: .damage(55, .fire))
    arena.run(.deed(blow))
    arena.use(Bestiary.fireball, on: EntityID(999))
    #expect(try arena.vitals(.hero).health == 50)
    let shown = try arena.shown(.hero).health255
    arena.run(.consume(.hero, heal: 30, mana: 10))
    #expect(try arena.vitals(.hero).health == 80 && arena.shown(.hero).health255 > shown)
    #expect(arena.count(.heal, of: .hero) == 1 && arena.events.first?.amount == 30)
    arena.run(.consume(.hero, heal: .max, mana: .max))
    let vitals = try arena.vitals(.hero)
    #expect(vitals.health == vitals.healthMax && vitals.mana == vitals.manaMax)
    arena.run(.consume(.hero, heal: .min, mana: .min))
    #expect(try arena.vitals(.hero) == vitals, "nothing is taken away")
  }

  @Test func whoMayUseWhatUp() throws {
    var items = Bestiary.items.items
    items[Int(Bestiary.ear.rawValue) - 1].mana = 5
    items[Int(Bestiary.ear.rawValue) - 1].level = 2
    var arena = Arena(Self.lines, items: ItemRules(items: items))
    func consumption(of item: ItemNumber, by character: EntityID = .hero) -> Consumption {
      arena.simulation.consumption(of: item, by: character)
    }
    #expect(consumption(of: Bestiary.potion) == .ready(heal: 30, mana: 10))
    #expect(consumption(of: Bestiary.ear) == .level)
    #expect(consumption(of: Bestiary.sword) == .useless && consumption(of: .none) == .useless)
    #expect(consumption(of: Bestiary.potion, by: EntityID(77)) == .away)
    let creature = EntityID.creature(region: Maps.region(1, 1), epoch: Epoch(1), counter: 1)
    arena.run(
      .deed(
        BorderDeed(
          source: creature, level: 1, origin: Arena.place(3, 3), target: .hero, skill: .none,
          kind: .damage(9_999, .fire))))
    #expect(consumption(of: Bestiary.potion) == .dead)
    var older = Arena(Self.lines, items: ItemRules(items: items), level: 2)
    older.run()
    #expect(
      older.simulation.consumption(of: Bestiary.ear, by: .hero) == .ready(heal: 0, mana: 5))
  }

  @Test func aPotionDoesNotRaiseTheDead() throws {
    var arena = Arena(Self.lines)
    let creature = EntityID.creature(region: Maps.region(1, 1), epoch: Epoch(1), counter: 1)
    arena.run(
      .deed(
        BorderDeed(
          source: creature, level: 1, origin: Arena.place(3, 3), target: .hero, skill: .none,
          kind: .damage(9_999, .fire))))
    let ignored = arena.simulation.counters.ignored
    arena.run(
      .consume(.hero, heal: 50, mana: 50), .consume(EntityID(77), heal: 1, mana: 1),
      .freeze(.friend), .consume(.friend, heal: 5, mana: 5))
    #expect(try arena.vitals(.hero).isDead && arena.vitals(.hero).health == 0)
    #expect(arena.simulation.counters.ignored == ignored + 3 && arena.count(.heal) == 0)
  }
}
