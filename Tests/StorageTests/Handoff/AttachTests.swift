import Model
import Storage
import Testing

@Suite struct AttachTests {
  @Test(
    arguments: [(0, 0, 2), (0, 7, 9), (7, 7, 9), (7, 9, 11)] as [(UInt64, UInt64, UInt64)],
    BackEnd.allCases)
  func theSequenceGoesTwoAboveWhatWasSeen(
    sequences: (UInt64, UInt64, UInt64), backEnd: BackEnd
  ) async throws {
    let (stored, seen, expected) = sequences
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (guest, generation) = try await test.guest(at: Position(x: 5, y: 6))
    func attach(seen: UInt64) async throws -> AttachResult? {
      try await test.store.attach([
        AttachClaim(
          character: guest.character, generation: generation, seen: HandoffSequence(seen),
          fence: fence)
      ]).first
    }
    if stored > 0 { _ = try await attach(seen: stored - 2) }
    guard case .won(let row)? = try await attach(seen: seen) else {
      throw TestFailure("the attach was refused")
    }
    #expect(
      row.holding == Holding(sequence: HandoffSequence(expected), holder: fence.region))
    #expect(row.id == guest.character)
    #expect(row.account == guest.account)
    #expect(row.name == "Ada")
    #expect(row.body.position == Position(x: 5, y: 6))
    #expect(try await test.store.character(guest.character) == row)
  }

  @Test(arguments: BackEnd.allCases)
  func whoIsFurtherThanWasSeenIsLeftAlone(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let (a, b) = (try await test.fence(0), try await test.fence(1))
    let (row, generation) = try await test.attached(to: a)
    let claim = HandoffClaim(
      character: row.id, from: row.holding.sequence, source: a.region, fence: b)
    let held = Holding(sequence: 3, holder: b.region)
    #expect(try await test.store.claim([claim]) == [.won(3, row.valueVersion)])
    for fence in [a, b] {
      for seen in [.none, row.holding.sequence] {
        let attach = AttachClaim(
          character: row.id, generation: generation, seen: seen, fence: fence)
        #expect(try await test.store.attach([attach]) == [.refused(.superseded(held))])
      }
    }
    #expect(try await test.store.character(row.id)?.holding == held)
  }

  @Test(arguments: BackEnd.allCases)
  func refusals(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let old = try await test.fence(0)
    let fence = try await test.fence(0, owner: TestStore.shardB)
    let (guest, generation) = try await test.guest()
    let newer = SessionGeneration(generation.rawValue + 1)
    let never = try await test.store.createGuest(
      name: "Bob", map: MapID(0), position: Position(x: 0, y: 0))
    let row = RegionRow(region: fence.region, epoch: 2, owner: TestStore.shardB)
    let claims = [
      AttachClaim(character: guest.character, generation: generation, seen: .none, fence: old),
      AttachClaim(character: guest.character, generation: newer, seen: .none, fence: fence),
      AttachClaim(character: never.character, generation: 1, seen: .none, fence: fence),
      AttachClaim(character: CharacterID(99), generation: 1, seen: .none, fence: fence),
    ]
    #expect(
      try await test.store.attach(claims) == [
        .refused(.staleEpoch(row)), .refused(.staleGeneration(generation)),
        .refused(.staleGeneration(0)), .refused(.unknownCharacter),
      ])
    #expect(try await test.store.character(guest.character)?.holding.holder == nil)
  }

  @Test(arguments: BackEnd.allCases)
  func anotherLogInFencesTheOlderOne(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (guest, first) = try await test.guest()
    let second = try #require(
      try await test.store.openSession(guest.character, token: .random()))
    #expect(second > first)
    let claims = [first, second].map {
      AttachClaim(character: guest.character, generation: $0, seen: .none, fence: fence)
    }
    let results = try await test.store.attach(claims)
    #expect(results[0] == .refused(.staleGeneration(second)))
    guard case .won = results[1] else { throw TestFailure("the newer session was refused") }
  }

  @Test(arguments: BackEnd.allCases)
  func aClosedSessionAttachesNothing(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (guest, generation) = try await test.guest()
    #expect(try await test.store.closeSession(guest.character, generation: generation))
    let claim = AttachClaim(
      character: guest.character, generation: generation, seen: .none, fence: fence)
    let closed = SessionGeneration(generation.rawValue + 1)
    #expect(try await test.store.attach([claim]) == [.refused(.staleGeneration(closed))])
  }

  @Test(arguments: BackEnd.allCases)
  func anUnregisteredRegionIsStale(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let (guest, generation) = try await test.guest()
    let unknown = RegionFence(region: RegionID(map: MapID(9), column: 1, row: 1), epoch: 1)
    let claim = AttachClaim(
      character: guest.character, generation: generation, seen: .none, fence: unknown)
    let row = RegionRow(region: unknown.region, epoch: 0, owner: nil)
    #expect(try await test.store.attach([claim]) == [.refused(.staleEpoch(row))])
  }

  @Test(arguments: BackEnd.allCases)
  func aSequenceAtTheEndOfNumbersIsRefused(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (guest, generation) = try await test.guest()
    for seen in [UInt64(Int64.max) - 1, UInt64(Int64.max), .max] {
      let claim = AttachClaim(
        character: guest.character, generation: generation, seen: HandoffSequence(seen),
        fence: fence)
      await #expect(throws: StorageError.self) { try await test.store.attach([claim]) }
    }
    #expect(try await test.store.character(guest.character)?.holding.sequence == 0)
  }
}
