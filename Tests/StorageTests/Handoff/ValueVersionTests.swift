import Model
import Storage
import Testing

/// Whoever gets a character learns at which version its belongings are, and whoever has one learns
/// when it knows an older one.
@Suite struct ValueVersionTests {
  @Test(arguments: BackEnd.allCases)
  func everyClaimTellsTheVersion(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.player("Ada")
    try await market.give(ada, gold: 1)
    try await market.give(ada, gold: 1)
    let fence = try await market.fence(ada)
    #expect(fence.valueVersion == 2)
    let beside = try await market.test.fence(1)
    let claim = HandoffClaim(
      character: ada, from: fence.sequence, source: fence.holder, fence: beside)
    let next = fence.sequence.advanced(by: 1)
    #expect(try await market.store.claim([claim]) == [.won(next, 2)])
    // Repeated after a lost answer, the same.
    #expect(try await market.store.claim([claim]) == [.won(next, 2)])
    let revoke = HandoffRevoke(character: ada, from: next, fence: beside)
    #expect(try await market.store.revoke([revoke]) == [.won(next.advanced(by: 2), 2)])
    let generation = try await market.store.openSession(ada, token: .random())
    let attach = AttachClaim(
      character: ada, generation: try #require(generation), seen: next.advanced(by: 2),
      fence: beside)
    guard case .won(let row)? = try await market.store.attach([attach]).first else {
      throw TestFailure("the attach was refused")
    }
    #expect(row.valueVersion == 2)
  }

  @Test(arguments: BackEnd.allCases)
  func aConfirmationNamesOldKnowledge(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let (ada, bob, eve) = (
      try await market.guest(), try await market.guest(), try await market.guest()
    )
    for character in [ada, bob, eve] { try await market.give(character, gold: 1) }
    let sequence = try await market.fence(ada).sequence
    let refusals = try await market.store.confirm([
      RegionConfirmation(
        fence: market.ground,
        characters: [
          HeldCharacter(character: ada, sequence: sequence, valueVersion: 1),
          HeldCharacter(character: bob, sequence: sequence, valueVersion: 0),
          HeldCharacter(character: eve, sequence: sequence),
        ])
    ])
    #expect(
      refusals
        == ConfirmationRefusals(
          outdated: [.init(character: bob, region: market.ground.region, current: 1)]))
    #expect(!refusals.isEmpty)
  }
}
