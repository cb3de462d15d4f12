import Cluster
import Model
import NIOCore
import NIOEmbedded
import Storage
import Synchronization
import Testing
import Wire
import World

@testable import Shard

/// A region goes to another shard while people play in it, and comes back after a crash.
@Suite struct MoveTests {
  private static let places = Places(
    spawns: [
      CreatureSpawn(
        creature: CreatureNumber(1), position: Position(unitsX: 300, unitsY: 300),
        radius: 60 * .one, countMax: 5, respawnTicks: 100)
    ])

  private static var rules: Rules {
    var rules = Rules()
    rules.combat = CombatRules(
      skills: [],
      creatures: [
        CreatureDefinition(
          level: 1, healthMax: 30, attack: 1, defense: 0, speed: 4 * .one, patrolSpeed: 2 * .one,
          detectRange: 50 * .one, attackRange: 20 * .one, attackTicks: 10, fleeHealthPercent: 0,
          behavior: .passive, patrolRadius: 80 * .one, chaseDistance: 80 * .one,
          returnDistance: 90 * .one, idleTicks: 20, skills: [], experience: 1)
      ], playerSkills: [], experience: [100])
    return rules
  }

  private func attach(_ session: SessionAddress, to region: Region) -> ClusterMessage {
    .attach(
      Attach(
        session: session, region: region.id, epoch: region.epoch, sequenceSeen: .none,
        inputBase: InputSequence(1)))
  }

  private func walk(
    _ session: SessionAddress, _ region: RegionID, epoch: Epoch, sequences: ClosedRange<UInt64>
  ) -> ClusterMessage {
    .input(
      SessionInput(
        session: session, region: region, epoch: epoch,
        base: InputSequence(sequences.lowerBound),
        inputs: sequences.map {
          PlayerInput(sequence: InputSequence($0), motion: .heading(dx: 127, dy: 0))
        }))
  }

  private func own(
    _ messages: [(node: NodeID, message: ClusterMessage)], of session: SessionAddress
  ) throws -> [(output: Output, snapshot: Snapshot)] {
    try messages.compactMap { _, message in
      guard case .output(let output) = message, output.character == session.character,
        case .snapshot(let snapshot) = try ClientCodec.decodeServer(output.frame)
      else { return nil }
      return (output, snapshot)
    }
  }

  private func pack(_ region: Region, in fixture: RegionFixture) async throws {
    await region.settle(for: ShardID(2))
    for _ in 0..<20 where fixture.cargos.withLock({ $0[region.id] }) == nil {
      try await fixture.tick([region])
    }
    #expect(fixture.cargos.withLock { $0[region.id] } != nil)
  }

  @Test func aPlayerGoesOnWhereItWasWithEveryInput() async throws {
    let fixture = try await RegionFixture(rules: Self.rules, places: Self.places)
    let old = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 100, unitsY: 100))
    await fixture.post(attach(session, to: old), to: old)
    try await fixture.tick([old], times: 3)
    await fixture.post(walk(session, old.id, epoch: old.epoch, sequences: 1...2), to: old)
    try await fixture.tick([old], times: 2)
    try await pack(old, in: fixture)
    let parcels = fixture.outlet.take()
    let before = try #require(try own(parcels, of: session).last)
    let sent = parcels.compactMap { node, message -> RegionParcel? in
      guard node == .shard(ShardID(2)), case .parcel(let parcel) = message else { return nil }
      return parcel
    }
    #expect(sent.flatMap(\.bytes) == fixture.cargos.withLock { $0[old.id] })

    // While it is under way nothing moves, and what comes waits.
    await fixture.post(walk(session, old.id, epoch: old.epoch, sequences: 3...4), to: old)
    try await fixture.tick([old], times: 2)
    #expect(try own(fixture.outlet.take(), of: session).isEmpty)

    let new = try await fixture.openCargo(of: old.id)
    #expect(new.epoch == old.epoch.next)
    let waiting = await old.handOver()
    #expect(waiting.count == 1)
    new.mailbox.post(waiting)
    try await fixture.tick([new])
    let after = try own(fixture.outlet.take(), of: session)
    let first = try #require(after.first)
    #expect(first.output.epoch == new.epoch && first.output.region == new.id)
    #expect(first.output.sequence == before.output.sequence)
    #expect(first.snapshot.scope?.epoch == new.epoch)
    #expect(
      first.snapshot.own?.position.x
        == (before.snapshot.own?.position.x).map { $0 + 8 * .one })
    #expect(first.snapshot.own?.counters.applied == 4)
    #expect(first.snapshot.own?.counters.gaps == 0)
    #expect(first.snapshot.own?.counters.duplicates == 0)
    try await fixture.tick([new], times: 30)
    let row = try await fixture.store.character(session.character)
    #expect(row?.holding.holder == new.id)
    #expect(row?.body.inputs.applied == 4)
  }

  @Test func creaturesGoOnAsTheyWere() async throws {
    let fixture = try await RegionFixture(rules: Self.rules, places: Self.places)
    let old = try await fixture.open(fixture.region(column: 0, row: 0))
    try await fixture.tick([old], times: 50)
    try await pack(old, in: fixture)
    let new = try await fixture.openCargo(of: old.id)
    #expect(await new.world == (await old.world))
    #expect(await new.world.creatures == 5)
  }

  @Test func aRegionThatStaysTakesUpWhatItHeld() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 500, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west, east], times: 3)
    await east.settle(for: ShardID(2))
    // It cannot come to rest: the west's offer to it waits, and nobody has packed it.
    await fixture.post(walk(session, west.id, epoch: west.epoch, sequences: 1...1), to: west)
    try await fixture.tick([west], times: 8)
    #expect(await west.authority.handoffsPending == 1)
    await east.stay()
    try await fixture.tick([west, east], times: 4)
    #expect(await east.authority.characterCount == 1)
    #expect(await west.authority.characterCount == 0)
  }

  @Test func anOfferThatWaitedIsTakenByTheNewOwner() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 500, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west, east], times: 3)
    await fixture.post(walk(session, west.id, epoch: west.epoch, sequences: 1...1), to: west)
    // The walk ends beyond the border while the east is packed.
    try await fixture.tick([west, east], times: 1)
    try await pack(east, in: fixture)
    try await fixture.tick([west], times: 8)
    #expect(await west.authority.handoffsPending == 1)
    let new = try await fixture.openCargo(of: east.id)
    new.mailbox.post(await east.handOver())
    try await fixture.tick([west, new], times: 4)
    #expect(await new.authority.characterCount == 1)
    #expect(await west.authority.characterCount == 0)
    let row = try await fixture.store.character(session.character)
    #expect(row?.holding.holder == new.id)
  }

  @Test func afterACrashCreaturesComeBackFromTheCheckpoint() async throws {
    let fixture = try await RegionFixture(rules: Self.rules, places: Self.places)
    let old = try await fixture.open(fixture.region(column: 0, row: 0))
    try await fixture.tick([old], times: 60)
    let checkpoint = try #require(fixture.checkpoints.withLock { $0[old.id] })
    #expect(checkpoint.fence == RegionFence(region: old.id, epoch: old.epoch))
    #expect(try await fixture.store.save([checkpoint]) == [.stored])

    let new = try await fixture.open(old.id)
    #expect(await new.world.tick == checkpoint.tick)
    #expect(await new.world.creatures == 5)
    #expect(await new.world.players == 0)
    // The zombie's next one is refused.
    let late = RegionCheckpoint(
      fence: checkpoint.fence, tick: Tick(checkpoint.tick.rawValue + 20), bytes: checkpoint.bytes)
    guard case .staleEpoch? = try await fixture.store.save([late]).first else {
      Issue.record("a checkpoint of an old epoch was stored")
      return
    }
  }

  @Test func aCheckpointOfTheFutureIsLeftAlone() async throws {
    let fixture = try await RegionFixture(rules: Self.rules, places: Self.places)
    let old = try await fixture.open(fixture.region(column: 0, row: 0))
    try await fixture.tick([old], times: 60)
    fixture.setClockBack()
    let new = try await fixture.open(old.id)
    try await fixture.tick([new])
    #expect(await new.world.creatures == 5)
    #expect(await new.world.tick.map { $0 < Tick(1000) } == true, "it ticks")
  }

  @Test func aCheckpointOfOtherGameDataIsLeftAlone() async throws {
    let fixture = try await RegionFixture(rules: Self.rules, places: Self.places)
    let id = fixture.region(column: 0, row: 0)
    fixture.checkpoints.withLock {
      $0[id] = RegionCheckpoint(
        fence: RegionFence(region: id, epoch: Epoch(1)), tick: Tick(1), bytes: [1, 2, 3])
    }
    let region = try await fixture.open(id)
    try await fixture.tick([region])
    #expect(await region.world.creatures == 5)
  }
}

private struct WorldFacts: Equatable {
  var hash: UInt64
  var creatures: Int
  var players: Int
  var tick: Tick?
}

extension Region {
  fileprivate var world: WorldFacts {
    WorldFacts(
      hash: simulation.stateHash(), creatures: simulation.creatureCount,
      players: simulation.population, tick: simulation.tick)
  }
}
