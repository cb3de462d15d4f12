import Model
import Storage
import Testing

@Suite struct HandoffTests {
  @Test(arguments: BackEnd.allCases)
  func theAcceptingRegionClaimsOneHigher(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let a = try await test.fence(0)
    let b = try await test.fence(1, owner: TestStore.shardB)
    let (row, _) = try await test.attached(to: a)
    let s = row.holding.sequence
    let claim = HandoffClaim(character: row.id, from: s, source: a.region, fence: b)
    #expect(try await test.store.claim([claim]) == [.won(s.advanced(by: 1), 0)])
    let moved = Holding(sequence: s.advanced(by: 1), holder: b.region)
    #expect(try await test.store.character(row.id)?.holding == moved)
    // The same claim again is won; the source's revoke and saves are refused.
    #expect(try await test.store.claim([claim]) == [.won(s.advanced(by: 1), 0)])
    let revoke = HandoffRevoke(character: row.id, from: s, fence: a)
    #expect(try await test.store.revoke([revoke]) == [.refused(.superseded(moved))])
    let save = CharacterSave(character: row.id, sequence: s, number: 1, fence: a, body: row.body)
    #expect(
      try await test.store.save([save])
        == [SaveRefusal(character: row.id, reason: .superseded(moved))])
  }

  @Test(arguments: BackEnd.allCases)
  func aRevokeGoesTwoHigherAndTheClaimIsRefused(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let a = try await test.fence(0)
    let b = try await test.fence(1, owner: TestStore.shardB)
    let (row, _) = try await test.attached(to: a)
    let s = row.holding.sequence
    let revoke = HandoffRevoke(character: row.id, from: s, fence: a)
    #expect(try await test.store.revoke([revoke]) == [.won(s.advanced(by: 2), 0)])
    #expect(try await test.store.revoke([revoke]) == [.won(s.advanced(by: 2), 0)])
    let claim = HandoffClaim(character: row.id, from: s, source: a.region, fence: b)
    let kept = Holding(sequence: s.advanced(by: 2), holder: a.region)
    #expect(try await test.store.claim([claim]) == [.refused(.superseded(kept))])
    #expect(try await test.store.character(row.id)?.holding == kept)
  }

  @Test(arguments: BackEnd.allCases)
  func aStaleEpochIsRefusedWithTheNewerOne(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let a = try await test.fence(0)
    let b = try await test.fence(1, owner: TestStore.shardB)
    let (row, _) = try await test.attached(to: a)
    let s = row.holding.sequence
    _ = try await test.fence(0)
    _ = try await test.fence(1)
    let rows = try await test.store.regions()
    let claim = HandoffClaim(character: row.id, from: s, source: a.region, fence: b)
    let revoke = HandoffRevoke(character: row.id, from: s, fence: a)
    #expect(try await test.store.claim([claim]) == [.refused(.staleEpoch(rows[1]))])
    #expect(try await test.store.revoke([revoke]) == [.refused(.staleEpoch(rows[0]))])
    #expect(try await test.store.character(row.id)?.holding == row.holding)
  }

  @Test(arguments: BackEnd.allCases)
  func theSourceAndTheSequenceMustBeRight(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let a = try await test.fence(0)
    let b = try await test.fence(1)
    let (row, _) = try await test.attached(to: a)
    let s = row.holding.sequence
    let claims = [
      HandoffClaim(character: row.id, from: s, source: TestStore.regions[2], fence: b),
      HandoffClaim(character: row.id, from: s.advanced(by: 1), source: a.region, fence: b),
      HandoffClaim(
        character: row.id, from: HandoffSequence(s.rawValue - 1), source: a.region, fence: b),
      HandoffClaim(character: CharacterID(99), from: s, source: a.region, fence: b),
    ]
    let superseded = HoldingResult.refused(.superseded(row.holding))
    #expect(
      try await test.store.claim(claims)
        == [superseded, superseded, superseded, .refused(.unknownCharacter)])
    #expect(try await test.store.character(row.id)?.holding == row.holding)
  }

  @Test(arguments: BackEnd.allCases)
  func twoRegionsOfOneShardHandOverAlike(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let a = try await test.fence(0)
    let b = try await test.fence(1)
    let (row, _) = try await test.attached(to: a)
    var sequence = row.holding.sequence
    for (source, target) in [(a, b), (b, a), (a, b)] {
      let claim = HandoffClaim(
        character: row.id, from: sequence, source: source.region, fence: target)
      sequence = sequence.advanced(by: 1)
      #expect(try await test.store.claim([claim]) == [.won(sequence, 0)])
    }
  }

  @Test(arguments: BackEnd.allCases)
  func aBatchAnswersInTheOrderGiven(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let a = try await test.fence(0)
    let b = try await test.fence(1)
    var rows: [CharacterRow] = []
    for _ in 0..<5 { rows.append(try await test.attached(to: a).row) }
    let order = [3, 0, 4, 2, 1]
    let claims = order.map {
      HandoffClaim(
        character: rows[$0].id, from: $0 == 2 ? 40 : rows[$0].holding.sequence, source: a.region,
        fence: b)
    }
    let results = try await test.store.claim(claims)
    for (index, result) in zip(order, results) {
      let expected: HoldingResult =
        index == 2 ? .refused(.superseded(rows[2].holding)) : .won(3, 0)
      #expect(result == expected)
    }
  }

  @Test(arguments: BackEnd.allCases)
  func emptyBatchesAreFine(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    #expect(try await test.store.claim([] as [HandoffClaim]).isEmpty)
    #expect(try await test.store.revoke([]).isEmpty)
    #expect(try await test.store.attach([]).isEmpty)
    #expect(try await test.store.confirm([]).isEmpty)
    #expect(try await test.store.leave([]).isEmpty)
  }
}
