import Model
import Testing

@testable import World

/// What lies on the ground: seen, taken up, gone in time, and in nobody's way.
@Suite struct GroundTests {
  private static let lines = [
    "##########", "#........#", "#........#", "#..P.....#", "#........#", "#........#",
    "#........#", "#........#", "#......P.#", "##########",
  ]

  private func lay(
    _ id: UInt64, at place: Position, count: UInt32 = 1, since: Tick? = nil
  ) -> Intent {
    .lay(
      GroundItem(
        id: ItemID(id), item: Bestiary.ear, count: count, position: place, since: since))
  }

  @Test func itLiesThereIsSeenAndIsTakenUp() throws {
    var arena = Arena(Self.lines)
    let id = EntityID.item(ItemID(9))
    let population = arena.simulation.population
    arena.run(lay(9, at: Arena.place(4, 3), count: 7))
    let slot = try arena.simulation.find(id)
    let body = try arena.body(id)
    #expect(body.kind == .item && body.position == Arena.place(4, 3) && body.vitals == nil)
    #expect(body.definition == DefinitionNumber(Bestiary.ear))
    #expect(try arena.shown(id).level == 7, "how many there are")
    #expect(arena.simulation.isOwned(id) && arena.simulation.groundItemCount == 1)
    #expect(
      arena.simulation.groundItem(ItemID(9))
        == GroundItem(
          id: ItemID(9), item: Bestiary.ear, count: 7, position: Arena.place(4, 3),
          since: arena.simulation.tick))
    #expect(arena.simulation.population == population && arena.simulation.creatureCount == 0)
    let hero = try arena.simulation.find(.hero)
    arena.simulation.withSight(of: hero) { #expect($0.appeared == [slot.index]) }
    arena.run(.lift(ItemID(9)))
    #expect(arena.simulation.slot(of: id) == nil && arena.simulation.groundItemCount == 0)
    arena.simulation.withSight(of: hero) { #expect($0.vanished == [slot.index]) }
    let ignored = arena.simulation.counters.ignored
    arena.run(.lift(ItemID(9)))
    #expect(arena.simulation.counters.ignored == ignored + 1)
    #expect(arena.simulation.population == population)
  }

  @Test func layingItAgainChangesNothing() throws {
    var arena = Arena(Self.lines)
    arena.run(lay(9, at: Arena.place(4, 3), count: 2))
    arena.run(lay(9, at: Arena.place(6, 6), count: 5))
    #expect(try arena.body(.item(ItemID(9))).position == Arena.place(4, 3))
    #expect(arena.simulation.groundItems.map(\.count) == [2])
  }

  @Test func itGoesInTime() throws {
    var arena = Arena(Self.lines)
    let ticks = Int(arena.simulation.rules.groundItemTicks)
    #expect(ticks == 6_000)
    arena.simulation.step([], at: Tick(20_000))
    arena.run(lay(1, at: Arena.place(4, 3)), ticks: 1_000)
    let last = arena.simulation.tick
    let now = try #require(last)
    // Lay for as long before the region came to this process; and longer than it may.
    arena.run(
      lay(2, at: Arena.place(5, 3), since: Tick(now.rawValue - 500)),
      lay(3, at: Arena.place(5, 4), since: Tick(0)),
      lay(4, at: Arena.place(5, 5), since: Tick(.max))
    )
    arena.run()
    #expect(arena.effects == [.decayed(ItemID(3))])
    arena.run(ticks: ticks - 1_002)
    #expect(arena.effects.isEmpty)
    arena.run()
    #expect(arena.effects == [.decayed(ItemID(1))])
    #expect(arena.simulation.slot(of: .item(ItemID(1))) == nil)
    arena.run(ticks: 500)
    #expect(arena.effects == [.decayed(ItemID(2))])
    arena.run(ticks: 600)
    #expect(arena.effects == [.decayed(ItemID(4))])
    #expect(arena.simulation.counters.groundItemsDecayed == 4)
    #expect(arena.simulation.groundItemCount == 0)
  }

  @Test func nothingIsDoneToIt() throws {
    var arena = Arena(Self.lines, level: 3)
    let id = EntityID.item(ItemID(9))
    arena.run(lay(9, at: Arena.place(4, 3)))
    arena.use(Bestiary.slash, on: id)
    #expect(arena.refusal == .target)
    arena.use(Bestiary.heal, on: id)
    #expect(arena.refusal == .target)
    let dropped = arena.simulation.counters.deedsDropped
    let source = EntityID.creature(region: Maps.region(1, 1), epoch: Epoch(1), counter: 1)
    for kind in [BorderDeed.Kind.damage(50, .fire), .push(900), .heal(5), .reward(experience: 9)] {
      for source in [source, .hero] {
        arena.run(
          .deed(
            BorderDeed(
              source: source, level: 1, origin: Arena.place(3, 3), target: id, skill: .none,
              kind: kind)))
      }
    }
    #expect(arena.simulation.counters.deedsDropped == dropped + 8)
    #expect(arena.events.isEmpty)
    arena.run(
      .leave(id), .freeze(id), .steer(id, .heading(dx: 1, dy: 0)), .revive(id),
      .release(id, to: Maps.region(1, 1)), .consume(id, heal: 5, mana: 5))
    #expect(try arena.body(id).position == Arena.place(4, 3))
    #expect(try arena.shown(id) == Condition())
    arena.run(.enter(Body(id: id, position: Arena.place(6, 6), speed: 0)))
    #expect(arena.effects.contains(.refused(id, .present)))
    let other = EntityID.item(ItemID(10))
    arena.run(.enter(Body(id: other, position: Arena.place(6, 6), speed: 0)))
    #expect(arena.effects.contains(.refused(other, .outside)), "only characters enter")
  }

  @Test func itIsInNobodysWay() throws {
    var arena = Arena(Self.lines)
    for column in 4...8 { arena.run(lay(UInt64(column), at: Arena.place(column, 3))) }
    arena.run(.steer(.hero, .walking(to: Arena.place(8, 3))), ticks: 30)
    #expect(try arena.body(.hero).position == Arena.place(8, 3))
  }

  @Test func whatWouldLieInAWallLiesBesideIt() throws {
    var arena = Arena(Self.lines)
    arena.run(lay(1, at: Arena.place(0, 3)), lay(2, at: Position(x: .min, y: .max)))
    for id in [1, 2] as [UInt64] {
      let place = try arena.body(.item(ItemID(id))).position
      #expect(arena.simulation.isGround(place) == true)
    }
    #expect(try arena.body(.item(ItemID(1))).position == Arena.place(1, 3))
  }

  // MARK: Limits

  @Test func tooMuchMakesTheOldestGo() throws {
    var arena = Arena(Self.lines)
    for number in 1...UInt64(Limits.groundItemsMax) {
      arena.run(lay(number, at: Arena.place(1 + Int(number % 8), 2)))
    }
    #expect(arena.simulation.groundItemCount == Limits.groundItemsMax)
    #expect(arena.simulation.placeToDrop(by: .hero) == nil, "nobody throws others' things away")
    arena.run(lay(5_000, at: Arena.place(4, 4)))
    #expect(arena.effects == [.decayed(ItemID(1))])
    #expect(arena.simulation.groundItemCount == Limits.groundItemsMax)
    #expect(arena.simulation.counters.groundItemsCrowdedOut == 1)
    #expect(arena.simulation.groundItem(ItemID(5_000)) != nil)
    arena.run(.lift(ItemID(2)))
    #expect(arena.simulation.placeToDrop(by: .hero) != nil)
  }

  @Test func withoutRoomInTheTableItIsSeenLater() throws {
    var simulation = Simulation.open(capacity: 2)
    simulation.run(.enter(player(1, 300, 300)), .enter(player(2, 320, 300)))
    simulation.run(lay(9, at: Position(unitsX: 310, unitsY: 310)))
    #expect(simulation.slot(of: .item(ItemID(9))) == nil)
    #expect(simulation.groundItem(ItemID(9)) != nil)
    #expect(simulation.counters.groundItemsDelayed == 1 && simulation.population == 2)
    simulation.run(.leave(EntityID(2)))
    for _ in 0..<Ground.retryTicks { simulation.run() }
    #expect(simulation.isOwned(.item(ItemID(9))) && simulation.population == 1)
    simulation.run(.lift(ItemID(9)))
    #expect(simulation.population == 1 && simulation.groundItemCount == 0)
  }

  /// Whatever is laid, it is taken up once or goes once, or still lies there; and each lies in one
  /// slot of its own.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func everythingLaidIsLiftedOrGoesOnce(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var rules = Rules()
    rules.groundItemTicks = 300
    var simulation = Simulation.open(rules: rules, capacity: 200)
    var lying: Set<UInt64> = []
    var next: UInt64 = 1
    var lifted = 0
    var decayed = 0
    for tick in 1...2_000 as ClosedRange<UInt64> {
      var intents: [Intent] = []
      for _ in 0..<random.below(4) {
        intents.append(lay(next, at: random.place(in: simulation.grid.bounds)))
        lying.insert(next)
        next += 1
      }
      if random.below(3) == 0, let id = lying.randomElement(using: &random) {
        intents.append(.lift(ItemID(id)))
        lying.remove(id)
        lifted += 1
      }
      simulation.step(intents, at: Tick(tick))
      for effect in simulation.effects {
        guard case .decayed(let id) = effect else { continue }
        decayed += 1
        if lying.remove(id.rawValue) == nil { lifted -= 1 }
      }
      #expect(simulation.groundItemCount == lying.count)
      #expect(simulation.population == 0)
    }
    #expect(Set(simulation.groundItems.map(\.id.rawValue)) == lying)
    #expect(Int(next) - 1 == lifted + decayed + lying.count)
    #expect(lifted > 100 && decayed > 100)
    for item in simulation.groundItems {
      guard let slot = simulation.slot(of: .item(item.id)) else { continue }
      #expect(simulation.body(at: slot).position == item.position)
    }
  }

  /// It goes with a region that moves, and a checkpoint leaves it to storage.
  @Test func itMovesWithTheRegion() throws {
    var arena = Arena(Self.lines)
    arena.run(lay(1, at: Arena.place(4, 3), count: 3), lay(2, at: Arena.place(4, 4)), ticks: 50)
    for (scope, count) in [(ArchiveScope.checkpoint, 0), (.whole, 2)] {
      var copy = try Simulation.restored(
        from: arena.simulation.archived(scope), grid: arena.simulation.grid,
        region: arena.simulation.region, collision: Maps.drawn(Self.lines),
        rules: arena.simulation.rules, epoch: Epoch(4))
      #expect(copy.groundItemCount == count)
      if scope == .whole {
        #expect(copy.groundItems == arena.simulation.groundItems)
      }
      let tick = Tick((copy.tick?.rawValue ?? 0) + 1)
      let intents = [Intent.lift(ItemID(1)), lay(2, at: Arena.place(4, 4))]
      copy.step(intents, at: tick)
      #expect(copy.groundItemCount == 1)
      guard scope == .whole else { continue }
      arena.simulation.step(intents, at: tick)
      #expect(copy.stateHash() == arena.simulation.stateHash())
    }
  }
}
