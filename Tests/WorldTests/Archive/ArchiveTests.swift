import Model
import Testing

@testable import World

/// A region's state travels as bytes: to another process while people play, or over a crash.
@Suite struct ArchiveTests {
  private static func restored(
    _ archive: [UInt8], like original: borrowing Simulation, seed: UInt64, epoch: Epoch? = nil
  ) throws(ArchiveError) -> Simulation {
    try Simulation.restored(
      from: archive, grid: original.grid, region: original.region,
      collision: Maps.scattered(Maps.small, oneIn: 8, seed: seed), rules: original.rules,
      places: original.places, epoch: epoch ?? original.epoch)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func aRegionThatMovedGoesOnAsItWouldHave(seed: UInt64) throws {
    var original = BattleScript.simulation(seed: seed)
    var script = BattleScript(region: original.region, seed: seed &* 17)
    var tick: UInt64 = 0
    var deaths: UInt64 = 0
    for _ in 0..<12 {
      for _ in 0..<97 {
        tick += 1
        original.step(script.intents(original), at: Tick(tick))
      }
      var copy = try Self.restored(original.archived(.whole), like: original, seed: seed)
      #expect(copy.population == original.population)
      #expect(copy.ghostCount == original.ghostCount)
      #expect(copy.creatureCount == original.creatureCount)
      for _ in 0..<30 {
        tick += 1
        let intents = script.intents(original)
        original.step(intents, at: Tick(tick))
        copy.step(intents, at: Tick(tick))
        try #require(copy.stateHash() == original.stateHash(), "seed \(seed), tick \(tick)")
      }
      deaths += original.counters.creatureDeaths + original.counters.playerDeaths
      original = copy
    }
    #expect(deaths > 0)
  }

  @Test func aCheckpointBringsBackCreaturesAlone() throws {
    var original = BattleScript.simulation(seed: 2)
    var script = BattleScript(region: original.region, seed: 5)
    for tick in 1...500 as ClosedRange<UInt64> {
      original.step(script.intents(original), at: Tick(tick))
    }
    #expect(original.population > 0)
    var copy = try Self.restored(
      original.archived(.checkpoint), like: original, seed: 2, epoch: Epoch(9))
    #expect(copy.population == 0 && copy.ghostCount == 0)
    #expect(copy.creatureCount == original.creatureCount && copy.creatureCount > 0)
    for slot in 0..<UInt16(original.slotCount)
    where original.isOccupied(slot) && original.kind(at: slot).kind == .creature {
      let id = original.id(at: slot)
      guard original.isOwned(id) else { continue }
      let place = try #require(copy.slot(of: id)?.index)
      #expect(copy.vitals(at: place) == original.vitals(at: slot))
      #expect(copy.pose(at: place) == original.pose(at: slot))
    }
    // It lives: nobody appears twice, and whoever was dead comes back in time.
    for tick in 501...2_000 as ClosedRange<UInt64> { copy.step([], at: Tick(tick)) }
    #expect(copy.creatureCount == 24)
  }

  @Test func anArchiveOfOtherGameDataIsRefused() throws {
    var original = BattleScript.simulation(seed: 1)
    original.step([], at: Tick(1))
    var places = original.places
    places.spawns.removeLast()
    #expect(throws: ArchiveError.otherContent) {
      _ = try Simulation.restored(
        from: original.archived(.whole), grid: original.grid, region: original.region,
        collision: Maps.open(Maps.small), rules: original.rules, places: places, epoch: Epoch(2)
      ).population
    }
    #expect(throws: ArchiveError.otherRegion(original.region)) {
      _ = try Simulation.restored(
        from: original.archived(.whole), grid: original.grid, region: Maps.region(0, 0),
        collision: Maps.open(Maps.small), rules: original.rules, places: original.places,
        epoch: Epoch(2)
      ).population
    }
    var later = ArchiveWriter()
    later.add(UInt16(0x0101))
    let sealed = later.sealed()
    #expect(throws: ArchiveError.unknownVersion(0x0101)) {
      _ = try Self.restored(sealed, like: original, seed: 1).population
    }
    #expect(throws: ArchiveError.damaged) {
      _ = try Self.restored([], like: original, seed: 1).population
    }
  }

  @Test func aSimulationWithoutAStepHasNothingToTell() {
    #expect(BattleScript.simulation(seed: 1).archived(.whole).isEmpty)
  }

  /// Whatever is not whole is refused.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func damagedBytesAreRefused(seed: UInt64) throws {
    var original = BattleScript.simulation(seed: seed)
    var script = BattleScript(region: original.region, seed: seed)
    for tick in 1...300 as ClosedRange<UInt64> {
      original.step(script.intents(original), at: Tick(tick))
    }
    let archive = original.archived(.whole)
    _ = try Self.restored(archive, like: original, seed: seed).population
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      var bytes = archive
      let place = Int(random.below(UInt32(bytes.count)))
      switch random.below(3) {
      case 0: bytes[place] ^= UInt8(1 << random.below(8))
      case 1: bytes.removeSubrange(place...)
      default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
      }
      #expect(throws: ArchiveError.damaged) {
        _ = try Self.restored(bytes, like: original, seed: seed).population
      }
    }
  }
}
