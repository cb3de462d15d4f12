import Cluster
import Foundation
import Logging
import Model
import NIOCore
import NIOPosix
import Storage
import Synchronization
import Testing
import World

@testable import Shard

/// A keeper over a real store and a real event loop; the plan and the leases are the test's.
@Suite struct RegionKeeperTests {
  @Test func opensWhatThePlanGivesItAndSaysSo() async throws {
    let stage = try await KeeperStage()
    let keeper = try await stage.keeper(shard: 1)
    stage.plan([1, 2])
    await keeper.nudge(until: { await keeper.keeper.isSettled })
    let mine = stage.regions(of: 1)
    #expect(await keeper.keeper.open.map(\.id) == mine)
    #expect(stage.register.entries.withLock { Set($0.keys) } == Set(mine))
    let rows = try await stage.store.regions()
    for row in rows where mine.contains(row.region) {
      #expect(row.epoch == Epoch(1) && row.owner?.shard == ShardID(1))
    }
    await keeper.stop()
  }

  @Test func givesAwayWhatThePlanTakesFromItAndTheNextOneOpensItHigher() async throws {
    let stage = try await KeeperStage()
    let one = try await stage.keeper(shard: 1)
    let two = try await stage.keeper(shard: 2)
    stage.plan([1])
    await one.nudge(until: { await one.keeper.isSettled })
    stage.plan([1, 2])
    let moved = stage.regions(of: 2)
    for _ in 0..<600 where await two.keeper.open.count < moved.count {
      one.keeper.nudge()
      two.keeper.nudge()
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(await two.keeper.open.map(\.id) == moved)
    #expect(await two.keeper.open.allSatisfy { $0.epoch > Epoch(1) })
    await one.nudge(until: { await one.keeper.open.map(\.id) == stage.regions(of: 1) })
    #expect(await one.keeper.open.map(\.id) == stage.regions(of: 1))
    await one.stop()
    await two.stop()
  }

  /// Whoever moves stands still until storage has answered a claim.
  @Test func nothingMovesWhileStorageIsSlow() async throws {
    let stage = try await KeeperStage()
    let one = try await stage.keeper(shard: 1)
    let two = try await stage.keeper(shard: 2)
    stage.plan([1])
    await one.nudge(until: { await one.keeper.isSettled })
    stage.isStoragePrompt.withLock { $0 = false }
    stage.plan([1, 2])
    for _ in 0..<50 {
      await one.rounds()
      await two.rounds()
    }
    #expect(await one.keeper.open.allSatisfy { $0.epoch == Epoch(1) })
    #expect(await one.keeper.open.count == stage.grid.regions.count)
    #expect(await two.keeper.open.isEmpty)
    stage.isStoragePrompt.withLock { $0 = true }
    await two.nudge(until: {
      one.keeper.nudge()
      return await two.keeper.isSettled
    })
    #expect(await two.keeper.isSettled)
    await one.stop()
    await two.stop()
  }

  @Test func stopsAtOnceWhatStorageGaveToAnother() async throws {
    let stage = try await KeeperStage()
    let keeper = try await stage.keeper(shard: 1)
    stage.plan([1])
    await keeper.nudge(until: { await keeper.keeper.isSettled })
    let lost = stage.grid.regions[0]
    let other = Storage.RegionOwner(shard: ShardID(9), incarnation: Incarnation(9))
    let result = try await stage.store.claim([
      RegionClaim(region: lost, expected: Epoch(1), owner: other)
    ])
    #expect(result == [.won(Epoch(2))])
    stage.leases([1, 9])
    await keeper.nudge(until: { await !keeper.keeper.open.map(\.id).contains(lost) })
    let row = try #require(try await stage.store.regions().first { $0.region == lost })
    #expect(row.owner == other && row.epoch == Epoch(2))
    await keeper.stop()
  }

  @Test func doesNotTakeFromAShardWhoseLeaseLives() async throws {
    let stage = try await KeeperStage()
    let wanted = stage.grid.regions[0]
    let other = Storage.RegionOwner(shard: ShardID(2), incarnation: Incarnation(2))
    _ = try await stage.store.claim([RegionClaim(region: wanted, expected: .none, owner: other)])
    let keeper = try await stage.keeper(shard: 1)
    stage.leases([1, 2])
    stage.plan([1])
    await keeper.nudge(until: { await keeper.keeper.open.count == stage.grid.regions.count - 1 })
    for _ in 0..<5 { await keeper.rounds() }
    #expect(await !keeper.keeper.open.map(\.id).contains(wanted))
    #expect(await keeper.keeper.waiting[wanted] != nil)
    await keeper.stop()
  }

  @Test func drainsToNothingWhenItIsStopped() async throws {
    let stage = try await KeeperStage()
    let keeper = try await stage.keeper(shard: 1)
    stage.plan([1])
    await keeper.nudge(until: { await keeper.keeper.isSettled })
    await keeper.stop()
    #expect(await keeper.keeper.open.isEmpty)
    #expect(try await stage.store.regions().allSatisfy { $0.owner == nil && $0.epoch == Epoch(1) })
    #expect(stage.register.entries.withLock { $0.isEmpty })
  }
}
