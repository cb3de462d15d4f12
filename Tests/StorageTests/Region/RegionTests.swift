import Model
import Storage
import Testing

@Suite struct RegionTests {
  let region = TestStore.regions[0]

  @Test(arguments: BackEnd.allCases)
  func registeringIsRepeatable(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    _ = try await test.fence(2)
    try await test.store.register(TestStore.regions.reversed())
    let rows = try await test.store.regions()
    #expect(rows.map(\.region) == TestStore.regions)
    #expect(rows.map(\.epoch) == [0, 0, 1, 0])
    #expect(rows.map(\.owner) == [nil, nil, TestStore.shardA, nil])
  }

  @Test(arguments: BackEnd.allCases)
  func someAreReadOfMany(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    _ = try await test.fence(2)
    let wanted = [TestStore.regions[2], TestStore.regions[0], RegionID(rawValue: 4_000_000)]
    let rows = try await test.store.regions(wanted)
    #expect(rows == (try await test.store.regions()).filter { wanted.contains($0.region) })
    #expect(rows.count == 2)
    #expect(try await test.store.regions([]) == [])
  }

  @Test(arguments: BackEnd.allCases)
  func theFirstClaimWinsAndTheSecondSeesIt(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let mine = RegionClaim(region: region, expected: 0, owner: TestStore.shardA)
    let other = RegionClaim(region: region, expected: 0, owner: TestStore.shardB)
    #expect(try await test.store.claim([mine]) == [.won(1)])
    let row = RegionRow(region: region, epoch: 1, owner: TestStore.shardA)
    #expect(try await test.store.claim([other]) == [.lost(row)])
    #expect(try await test.store.regions().first == row)
  }

  @Test(arguments: BackEnd.allCases)
  func aRepeatedClaimCountsAsWon(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let claim = RegionClaim(region: region, expected: 0, owner: TestStore.shardA)
    #expect(try await test.store.claim([claim]) == [.won(1)])
    #expect(try await test.store.claim([claim]) == [.won(1)])
    #expect(try await test.store.regions()[0].epoch == 1)
  }

  @Test(arguments: BackEnd.allCases)
  func anotherIncarnationOfTheShardIsAnotherOwner(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    _ = try await test.fence(0)
    let restarted = RegionOwner(shard: ShardID(1), incarnation: Incarnation(101))
    let claim = RegionClaim(region: region, expected: 0, owner: restarted)
    let row = RegionRow(region: region, epoch: 1, owner: TestStore.shardA)
    #expect(try await test.store.claim([claim]) == [.lost(row)])
  }

  @Test(arguments: BackEnd.allCases)
  func expectingALaterEpochLoses(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let claim = RegionClaim(region: region, expected: 1, owner: TestStore.shardA)
    let row = RegionRow(region: region, epoch: 0, owner: nil)
    #expect(try await test.store.claim([claim]) == [.lost(row)])
  }

  @Test(arguments: BackEnd.allCases)
  func unknownRegionsAreNotMade(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let unknown = RegionID(map: MapID(9), column: 0, row: 0)
    let claim = RegionClaim(region: unknown, expected: 0, owner: TestStore.shardA)
    #expect(try await test.store.claim([claim]) == [.unknownRegion])
    #expect(try await test.store.regions().count == 4)
  }

  @Test(arguments: BackEnd.allCases)
  func aBatchAnswersInTheOrderGiven(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    _ = try await test.fence(1)
    let claims = [3, 1, 0, 3].map {
      RegionClaim(region: TestStore.regions[$0], expected: 0, owner: TestStore.shardB)
    }
    let lost = RegionRow(region: TestStore.regions[1], epoch: 1, owner: TestStore.shardA)
    // The second claim of region 3 is the same one again.
    #expect(try await test.store.claim(claims) == [.won(1), .lost(lost), .won(1), .won(1)])
  }

  @Test(arguments: BackEnd.allCases)
  func releasingKeepsTheEpochAndEndsTheRightToCommit(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    #expect(try await test.store.release(fence, owner: TestStore.shardA))
    let released = RegionRow(region: region, epoch: 1, owner: nil)
    #expect(try await test.store.regions()[0] == released)
    let save = CharacterSave(
      character: row.id, sequence: row.holding.sequence, number: 1, fence: fence, body: row.body)
    #expect(
      try await test.store.save([save])
        == [SaveRefusal(character: row.id, reason: .staleEpoch(released))])
    // Once more: the answer may have been lost.
    #expect(try await test.store.release(fence, owner: TestStore.shardA))
    #expect(try await test.fence(0, owner: TestStore.shardB).epoch == 2)
  }

  @Test(arguments: BackEnd.allCases)
  func onlyTheOwnerAtTheEpochReleases(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let later = RegionFence(region: region, epoch: 2)
    let unclaimed = RegionFence(region: TestStore.regions[1], epoch: 0)
    #expect(try await !test.store.release(fence, owner: TestStore.shardB))
    #expect(try await !test.store.release(later, owner: TestStore.shardA))
    #expect(try await !test.store.release(unclaimed, owner: TestStore.shardA))
    #expect(try await test.store.regions()[0].owner == TestStore.shardA)
  }

  @Test(arguments: BackEnd.allCases)
  func numbersThatNoColumnHoldsAreRefused(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let claim = RegionClaim(
      region: region, expected: Epoch(.max), owner: TestStore.shardA)
    await #expect(throws: StorageError.self) { try await test.store.claim([claim]) }
    #expect(try await test.store.regions()[0].epoch == 0)
  }
}
