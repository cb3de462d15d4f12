import Model
import Storage
import Testing

@Suite struct ConfirmationTests {
  @Test(arguments: BackEnd.allCases)
  func rightBeliefsAreNotRefused(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let a = try await test.fence(0)
    let b = try await test.fence(1)
    let (one, _) = try await test.attached(to: a)
    let (two, _) = try await test.attached(to: b)
    let refusals = try await test.store.confirm([
      RegionConfirmation(
        fence: a,
        characters: [HeldCharacter(character: one.id, sequence: one.holding.sequence)]),
      RegionConfirmation(
        fence: b,
        characters: [HeldCharacter(character: two.id, sequence: two.holding.sequence)]),
    ])
    #expect(refusals.isEmpty)
  }

  @Test(arguments: BackEnd.allCases)
  func everyWrongBeliefIsNamed(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let a = try await test.fence(0)
    let b = try await test.fence(1)
    let stale = try await test.fence(2)
    let newer = try await test.fence(2, owner: TestStore.shardB)
    let (moved, _) = try await test.attached(to: a)
    let (kept, _) = try await test.attached(to: a)
    let (left, _) = try await test.attached(to: a)
    let s = moved.holding.sequence
    _ = try await test.store.claim([
      HandoffClaim(character: moved.id, from: s, source: a.region, fence: b)
    ])
    _ = try await test.store.leave([
      CharacterSave(character: left.id, sequence: s, number: 1, fence: a, body: left.body)
    ])
    let refusals = try await test.store.confirm([
      RegionConfirmation(
        fence: a,
        characters: [kept.id, CharacterID(99), left.id, moved.id].map {
          HeldCharacter(character: $0, sequence: s)
        }),
      RegionConfirmation(
        fence: stale, characters: [HeldCharacter(character: kept.id, sequence: s)]),
    ])
    #expect(
      refusals.regions
        == [RegionRow(region: newer.region, epoch: newer.epoch, owner: TestStore.shardB)])
    #expect(
      refusals.characters == [
        .init(
          character: moved.id, region: a.region,
          current: Holding(sequence: s.advanced(by: 1), holder: b.region)),
        .init(
          character: left.id, region: a.region, current: Holding(sequence: s, holder: nil)),
        .init(character: CharacterID(99), region: a.region, current: nil),
      ])
  }
}
