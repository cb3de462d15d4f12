import Cluster
import Model
import Storage
import Synchronization
import Testing
import Wire
import World

@testable import Shard

/// A region whose time goes slowly, or did, in another process.
@Suite struct SlowMoveTests {
  /// A region that lost some time, about to be packed, with inputs on their way.
  private func packed() async throws -> SlowTimeStage {
    var stage = try await SlowTimeStage()
    try await stage.slow(stage.west, to: 25)
    try await stage.tick(41)
    await stage.useHeal(in: stage.west)
    await stage.west.settle(for: ShardID(2))
    for _ in 0..<20 where stage.fixture.cargos.withLock({ $0[stage.west.id] }) == nil {
      try await stage.tick()
      await stage.type(.stand, in: stage.west)
    }
    return stage
  }

  @Test func aMovedRegionKeepsItsTime() async throws {
    let stage = try await packed()
    let old = try await stage.facts(stage.west)
    #expect(old.delay >= 30)
    let new = try await stage.fixture.openCargo(of: stage.west.id)
    new.mailbox.post(await stage.west.handOver())
    let came = try await stage.facts(new)
    #expect(came.hash == old.hash)
    #expect((came.game, came.delay) == (old.game, old.delay))
    #expect(came.ready == old.ready)
    _ = try stage.told()
    try await stage.fixture.tick([new])
    let first = try await stage.facts(new)
    #expect(first.game == old.game.map { $0 + first.cluster - old.cluster })
    #expect(first.percent == 100, "its load is measured anew")
    let told = try #require(try stage.told().last?.own)
    #expect(told.vitals?.timePercent == 100)
    #expect(told.counters.lastInput.rawValue == stage.inputs)
    #expect(told.counters.applied == stage.inputs && told.counters.gaps == 0)
  }

  /// As a process of an older version sends it: timers are due a little earlier, and all goes on.
  @Test func aRegionWithoutItsDelayGoesOn() async throws {
    let stage = try await packed()
    let old = try await stage.facts(stage.west)
    try stage.fixture.cargos.withLock { cargos in
      var cargo = try CargoCodec.decode(try #require(cargos[stage.west.id]))
      cargo.delay = 0
      cargos[stage.west.id] = CargoCodec.encode(cargo)
    }
    let new = try await stage.fixture.openCargo(of: stage.west.id)
    try await stage.fixture.tick([new], times: 3)
    let later = try await stage.facts(new)
    #expect(later.delay == 0)
    let (game, before) = (try #require(later.game), try #require(old.game))
    #expect(game > before + old.delay)
  }

  @Test func aRegionThatComesBackKeepsItsTime() async throws {
    let stage = try await SlowTimeStage()
    try await stage.slow(stage.west, to: 50)
    try await stage.tick(60)
    let old = try await stage.facts(stage.west)
    let checkpoint = try #require(
      stage.fixture.checkpoints.withLock { $0[stage.west.id] })
    let new = try await stage.fixture.open(stage.west.id)
    let came = try await stage.facts(new)
    #expect(came.delay > 0 && came.delay <= old.delay)
    #expect(came.game.map { $0 + came.delay } == checkpoint.tick.rawValue)
    try await stage.fixture.tick([new], times: 5)
    let later = try await stage.facts(new)
    #expect(later.game.map { $0 + came.delay } == later.cluster)
  }

  /// What storage keeps of a character is counted by the cluster's ticks.
  @Test func storageKeepsTheClustersTicks() async throws {
    var stage = try await SlowTimeStage()
    try await stage.slow(stage.west, to: 50)
    try await stage.tick(60)
    await stage.useHeal(in: stage.west)
    try await stage.tick(2)
    let left = try await stage.facts(stage.west)
    await stage.fixture.post(
      .leave(
        Leave(session: stage.session, region: stage.west.id, epoch: stage.west.epoch)),
      to: stage.west)
    try await stage.tick(4)
    let row = try #require(try await stage.fixture.store.character(stage.session.character))
    let stored = StoredCharacterState(bytes: row.body.state)
    let ready = try #require(stored.vitals?.ready.first?.at.rawValue)
    // A step and a rest may have passed before it was saved.
    let known = try #require(left.readyForAll)
    #expect((known...known + 2).contains(ready))
  }
}
