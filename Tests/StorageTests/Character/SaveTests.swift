import Model
import Storage
import Testing

@Suite struct SaveTests {
  let body = CharacterBody(
    map: MapID(0), position: Position(x: 1234, y: -77), state: [0, 1, 2, 255],
    inputs: InputCounters(lastInput: InputSequence(12), applied: 10, gaps: 2, duplicates: 5))

  @Test(arguments: BackEnd.allCases)
  func aHolderSaves(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    let save = CharacterSave(
      character: row.id, sequence: row.holding.sequence, number: 1, fence: fence, body: body)
    #expect(try await test.store.save([save]).isEmpty)
    let saved = try #require(try await test.store.character(row.id))
    #expect(saved.body == body)
    #expect(saved.holding == row.holding)
    #expect(saved.valueVersion == row.valueVersion)
  }

  @Test(arguments: BackEnd.allCases)
  func everyPartOfTheFenceCounts(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let here = try await test.fence(0)
    let there = try await test.fence(1)
    let (row, _) = try await test.attached(to: here)
    let sequence = row.holding.sequence
    let older = RegionFence(region: here.region, epoch: 0)
    let newer = RegionFence(region: here.region, epoch: 9)
    let current = RegionRow(region: here.region, epoch: 1, owner: TestStore.shardA)
    let cases: [(HandoffSequence, RegionFence, HoldingRefusal)] = [
      (sequence.advanced(by: 1), here, .superseded(row.holding)),
      (HandoffSequence(sequence.rawValue - 1), here, .superseded(row.holding)),
      (sequence, there, .superseded(row.holding)),
      (sequence, older, .staleEpoch(current)),
      (sequence, newer, .staleEpoch(current)),
    ]
    for (sequence, fence, reason) in cases {
      let save = CharacterSave(
        character: row.id, sequence: sequence, number: 1, fence: fence, body: body)
      let refusal = SaveRefusal(character: row.id, reason: reason)
      #expect(try await test.store.save([save]) == [refusal])
      #expect(try await test.store.leave([save]) == [refusal])
    }
    #expect(try await test.store.character(row.id) == row)
  }

  @Test(arguments: BackEnd.allCases)
  func aSaveAfterTheRegionChangedHandsIsRefused(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let old = try await test.fence(0)
    let (row, _) = try await test.attached(to: old)
    let new = try await test.fence(0, owner: TestStore.shardB)
    let save = CharacterSave(
      character: row.id, sequence: row.holding.sequence, number: 1, fence: old, body: body)
    let current = RegionRow(region: new.region, epoch: new.epoch, owner: TestStore.shardB)
    #expect(
      try await test.store.save([save])
        == [SaveRefusal(character: row.id, reason: .staleEpoch(current))])
    #expect(try await test.store.character(row.id)?.body == row.body)
  }

  @Test(arguments: BackEnd.allCases)
  func oneRefusalLeavesTheOthersSaved(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (a, _) = try await test.attached(to: fence)
    let (b, _) = try await test.attached(to: fence)
    let saves = [
      CharacterSave(
        character: b.id, sequence: b.holding.sequence, number: 1, fence: fence, body: body),
      CharacterSave(character: CharacterID(99), sequence: 2, number: 1, fence: fence, body: body),
      CharacterSave(character: a.id, sequence: 77, number: 1, fence: fence, body: body),
    ]
    #expect(
      try await test.store.save(saves) == [
        SaveRefusal(character: CharacterID(99), reason: .unknownCharacter),
        SaveRefusal(character: a.id, reason: .superseded(a.holding)),
      ])
    #expect(try await test.store.character(b.id)?.body == body)
    #expect(try await test.store.character(a.id)?.body == a.body)
  }

  @Test(arguments: BackEnd.allCases)
  func leavingSavesClearsTheHolderAndKeepsTheSequence(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (row, generation) = try await test.attached(to: fence)
    let leave = CharacterSave(
      character: row.id, sequence: row.holding.sequence, number: 1, fence: fence, body: body)
    #expect(try await test.store.leave([leave]).isEmpty)
    let left = try #require(try await test.store.character(row.id))
    #expect(left.body == body)
    #expect(left.holding == Holding(sequence: row.holding.sequence, holder: nil))
    // Repeated after a lost answer it is done already; a late save finds nobody's character.
    #expect(try await test.store.leave([leave]).isEmpty)
    #expect(
      try await test.store.save([leave])
        == [SaveRefusal(character: row.id, reason: .superseded(left.holding))])
    // The next attach goes higher.
    let claim = AttachClaim(
      character: row.id, generation: generation, seen: row.holding.sequence, fence: fence)
    guard case .won(let back)? = try await test.store.attach([claim]).first else {
      throw TestFailure("the attach was refused")
    }
    #expect(back.holding.sequence == row.holding.sequence.advanced(by: 2))
    #expect(back.body == body)
    // Now the leave belongs to the past.
    #expect(
      try await test.store.leave([leave])
        == [SaveRefusal(character: row.id, reason: .superseded(back.holding))])
  }

  @Test(arguments: BackEnd.allCases)
  func tooLargeAStateIsRefusedAndNothingWritten(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (a, _) = try await test.attached(to: fence)
    let (b, _) = try await test.attached(to: fence)
    var large = body
    large.state = Array(repeating: 1, count: StorageLimits.characterStateBytesMax + 1)
    let saves = [
      CharacterSave(
        character: a.id, sequence: a.holding.sequence, number: 1, fence: fence, body: body),
      CharacterSave(
        character: b.id, sequence: b.holding.sequence, number: 1, fence: fence, body: large),
    ]
    await #expect(throws: StorageError.self) { try await test.store.save(saves) }
    #expect(try await test.store.character(a.id) == a)
  }

  @Test(arguments: BackEnd.allCases)
  func tooLargeABatchIsRefused(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let save = CharacterSave(
      character: CharacterID(1), sequence: 1, number: 1, fence: fence, body: body)
    let saves = Array(repeating: save, count: StorageLimits.batchRowsMax + 1)
    await #expect(throws: StorageError.self) { try await test.store.save(saves) }
  }
}
