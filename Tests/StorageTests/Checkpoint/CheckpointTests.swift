import Model
import Storage
import Testing

@Suite struct CheckpointTests {
  @Test(arguments: BackEnd.allCases)
  func theLastOneIsKept(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    #expect(try await test.store.checkpoint(of: fence.region) == nil)
    for (tick, bytes) in [(5, [1]), (9, [2, 0, 255]), (9, [3])] as [(UInt64, [UInt8])] {
      let checkpoint = RegionCheckpoint(fence: fence, tick: Tick(tick), bytes: bytes)
      #expect(try await test.store.save([checkpoint]) == [.stored])
      #expect(try await test.store.checkpoint(of: fence.region) == checkpoint)
    }
  }

  @Test(arguments: BackEnd.allCases)
  func anEarlierTickReplacesNothing(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let later = RegionCheckpoint(fence: fence, tick: Tick(9), bytes: [9])
    let earlier = RegionCheckpoint(fence: fence, tick: Tick(8), bytes: [8])
    #expect(
      try await test.store.save([later, earlier]) == [.stored, .outdated(tick: Tick(9))])
    #expect(try await test.store.checkpoint(of: fence.region) == later)
  }

  @Test(arguments: BackEnd.allCases)
  func aLowerEpochReplacesNothingAndAHigherOneAnything(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let old = try await test.fence(0)
    let first = RegionCheckpoint(fence: old, tick: Tick(100), bytes: [1])
    #expect(try await test.store.save([first]) == [.stored])
    let new = try await test.fence(0, owner: TestStore.shardB)
    let row = RegionRow(region: new.region, epoch: new.epoch, owner: TestStore.shardB)
    let late = RegionCheckpoint(fence: old, tick: Tick(101), bytes: [2])
    #expect(try await test.store.save([late]) == [.staleEpoch(row)])
    #expect(try await test.store.checkpoint(of: old.region) == first)
    let next = RegionCheckpoint(fence: new, tick: Tick(50), bytes: [3])
    #expect(try await test.store.save([next, late]) == [.stored, .staleEpoch(row)])
    #expect(try await test.store.checkpoint(of: old.region) == next)
  }

  @Test(arguments: BackEnd.allCases)
  func tooLargeIsRefused(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let checkpoint = RegionCheckpoint(
      fence: fence, tick: Tick(1),
      bytes: Array(repeating: 0, count: StorageLimits.checkpointBytesMax + 1))
    await #expect(throws: StorageError.self) { try await test.store.save([checkpoint]) }
    #expect(try await test.store.checkpoint(of: fence.region) == nil)
  }
}
