import Cluster
import Model
import NIOCore
import Testing
import Wire
import World

@testable import Shard

/// What players are told of a crowd when far movements are told less often.
@Suite struct FarMovementTests {
  private static let players = 400
  /// So many of them are followed.
  private static let observers = 24
  private static let grid = RegionGrid(
    map: MapID(1), columns: 1, rows: 1, edgeUnits: 1_760, viewRadiusUnits: 320)
  private static let region = RegionID(map: grid.map, column: 0, row: 0)

  /// A place that one observer was told of.
  private struct Told {
    var x: UInt32
    var y: UInt32
    /// The tick in which it was right for the last time.
    var at: UInt64
  }

  private struct Stage: ~Copyable {
    var simulation: Simulation
    var desk = SnapshotDesk(
      region: FarMovementTests.region, epoch: Epoch(1), grid: FarMovementTests.grid,
      shard: ShardID(1))
    var tick: UInt64 = 0
    /// Ticks of the cluster for each step of the world.
    var ticksPerStep: UInt64 = 1
    /// What each observer knows, by its entity and the slot.
    var views: [EntityID: [UInt16: Told]] = [:]
    var bytes = 0
    let scope = SlotScope(
      region: FarMovementTests.region, epoch: Epoch(1), shard: ShardID(1),
      grid: FarMovementTests.grid)

    init() {
      simulation = Simulation(
        grid: FarMovementTests.grid, region: FarMovementTests.region,
        collision: CollisionGrid(
          columns: 55, rows: 55, tileUnits: 32, blocked: [Bool](repeating: false, count: 55 * 55)),
        rules: Rules(playerSpeed: .one), seed: 1, capacity: FarMovementTests.players)
    }

    mutating func enter(_ random: inout SeededGenerator) {
      simulation.step(
        (1...UInt64(FarMovementTests.players)).map { number in
          let place = Position(
            unitsX: 700 + Int32(random.below(400)), unitsY: 700 + Int32(random.below(400)))
          return .enter(
            Body(id: EntityID(number), position: place, motion: .standing, speed: .one))
        }, at: Tick(0))
    }

    /// One tick: snapshots of all observers are written, read back, and taken into their views.
    mutating func step(_ intents: [Intent], interval: UInt64) throws {
      tick += 1
      simulation.step(intents, at: Tick(tick))
      desk.begin(
        Tick(tick * ticksPerStep), interval: interval, simulation: simulation, heard: []
      ) { _ in nil }
      bytes = 0
      for observer in simulation.observers.prefix(FarMovementTests.observers) {
        let id = simulation.id(at: observer.index)
        var batch = ByteBuffer()
        let route = RegionAuthority.OutputRoute(
          session: SessionAddress(
            character: CharacterID(id.rawValue), generation: SessionGeneration(1),
            gateway: GatewayID(1)), sequence: HandoffSequence(1), acknowledged: InputSequence(1),
          counters: InputCounters())
        bytes += desk.append(
          for: observer, part: ViewPart(number: tick, isWhole: views[id] == nil), vitals: nil,
          route: route,
          simulation: simulation, to: &batch)
        for case .output(let output) in try ClusterCodec.decode(frame: batch) {
          guard case .snapshot(let shown) = try ClientCodec.decodeServer(output.frame) else {
            throw SnapshotMissing()
          }
          take(shown, by: id)
        }
      }
    }

    private mutating func take(_ shown: Snapshot, by id: EntityID) {
      var view = views[id] ?? [:]
      for entity in shown.appear {
        view[UInt16(entity.slot)] = Told(x: entity.x, y: entity.y, at: tick)
      }
      for move in shown.move {
        #expect(view[UInt16(move.slot)] != nil, "a slot that was never shown moves")
        view[UInt16(move.slot)] = Told(x: move.x, y: move.y, at: tick)
      }
      for slot in shown.vanish { view[UInt16(slot)] = nil }
      for (slot, told) in view where isRight(told, slot) { view[slot]?.at = tick }
      views[id] = view
    }

    func isRight(_ told: Told, _ slot: UInt16) -> Bool {
      let place = scope.quantise(simulation.pose(at: slot).position)
      return told.x == place.x && told.y == place.y
    }

    /// The age in ticks of the oldest place that anybody believes, and how many are old at all.
    func ages() -> (most: UInt64, old: Int) {
      let ages = views.values.flatMap { $0.values.map { tick - $0.at } }
      return (ages.max() ?? 0, ages.count { $0 > 0 })
    }

    /// Whether everybody knows exactly who is in sight.
    func seesAll() -> Bool {
      simulation.observers.prefix(FarMovementTests.observers).allSatisfy { observer in
        simulation.withSight(of: observer) { sight in
          Set(sight.visible) == Set((views[simulation.id(at: observer.index)] ?? [:]).keys)
        }
      }
    }
  }

  private struct SnapshotMissing: Error {}

  private static func turns(_ random: inout SeededGenerator, of count: Int) -> [Intent] {
    (0..<count).map { _ in
      let entity = EntityID(1 + UInt64(random.below(UInt32(players))))
      let motion: Motion =
        random.below(3) == 0
        ? .standing
        : .heading(
          dx: Int8(clamping: Int(random.below(255)) - 127),
          dy: Int8(clamping: Int(random.below(255)) - 127))
      return .steer(entity, motion)
    }
  }

  /// However the interval changes on the way: no place is older than the interval that was in force,
  /// and when all stand still, everybody soon knows all places exactly.
  /// So it is too when time goes slowly and the world is stepped every so many ticks.
  @Test(arguments: [1, 2, 3] as [UInt64], [1, 4] as [UInt64])
  func noPlaceIsOlderThanATurn(seed: UInt64, ticksPerStep: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var stage = Stage()
    stage.ticksPerStep = ticksPerStep
    stage.enter(&random)
    try stage.step(Self.turns(&random, of: 400), interval: 1)
    var interval: UInt64 = 1
    var quiet: UInt64 = 0
    var mostOld = 0
    for number in 0..<90 {
      if number % 12 == 11 {
        interval = [1, 2, 4, 8][Int(random.below(4))]
        quiet = 0
      }
      quiet += 1
      try stage.step(Self.turns(&random, of: 20), interval: interval)
      let ages = stage.ages()
      // After a change, turns of the old interval may have been missed once.
      #expect(ages.most <= (quiet > 8 ? interval - 1 : 15), "tick \(number), \(interval)")
      if interval == 1 { #expect(ages.old == 0) }
      mostOld = max(mostOld, ages.old)
      let seesAll = stage.seesAll()
      #expect(seesAll)
    }
    #expect(mostOld > 0, "something was told late")
    try stage.step(
      (1...UInt64(Self.players)).map { .steer(EntityID($0), .standing) }, interval: 8)
    for _ in 0..<8 { try stage.step([], interval: 8) }
    let old = stage.ages().old
    #expect(old == 0)
  }

  /// Who is near is right in every tick, and what is told becomes less.
  @Test func theNearAreToldInEveryTick() throws {
    var random = SeededGenerator(seed: 5)
    var stage = Stage()
    stage.enter(&random)
    var bytes: [UInt64: Int] = [:]
    try stage.step(Self.turns(&random, of: 800), interval: 1)
    for interval: UInt64 in [1, 8] {
      for _ in 0..<8 { try stage.step([], interval: interval) }
      bytes[interval] = stage.bytes
    }
    var nearest: [Int] = []
    for observer in stage.simulation.observers.prefix(Self.observers) {
      let place = stage.simulation.pose(at: observer.index).position
      let view = stage.views[stage.simulation.id(at: observer.index)] ?? [:]
      let byDistance = view.map { slot, told in
        let other = stage.simulation.pose(at: slot).position
        let (dx, dy) = (Int64(other.x) - Int64(place.x), Int64(other.y) - Int64(place.y))
        return (distance: dx * dx + dy * dy, isRight: stage.isRight(told, slot))
      }.sorted { $0.distance < $1.distance }
      nearest.append(byDistance.prefix { $0.isRight }.count)
    }
    // In the middle of the crowd; at its edge the circle that holds so many is larger.
    #expect(nearest.sorted()[nearest.count / 2] >= 50, "\(nearest.sorted())")
    #expect(try #require(bytes[8]) * 3 < #require(bytes[1]) * 2)
  }
}
