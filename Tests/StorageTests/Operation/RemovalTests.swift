import Model
import Storage
import Testing

/// What a guest owned is accounted for when the guest goes.
@Suite struct RemovalTests {
  @Test(arguments: BackEnd.allCases)
  func aGuestTakesNothingAlong(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let (ada, bob) = (try await market.guest(), try await market.player("Bob"))
    try await market.give(ada, [(Market.potion, 6), (Market.sword, 1)], gold: 50)
    try await market.done(
      .sendMail(MailDraft(recipient: "Bob", subject: "", text: "", gold: 5), by: ada))
    let account = try #require(try await market.store.character(ada)).account
    #expect(try await market.store.removeGuest(account, generation: nil))
    #expect(try await !market.store.removeGuest(account, generation: nil))
    let audit = try await market.store.auditBelongings()
    #expect(audit.isClean && audit.items == 0)
    #expect(audit.kinds.map(\.held) == [0, 0])
    #expect(audit.goldBurnt == 45 && audit.goldHeld == 5)
    // The letter stays with its recipient.
    #expect(try await market.store.mail(of: bob).map(\.gold) == [5])
  }

  @Test(arguments: BackEnd.allCases)
  func forgottenGuestsToo(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    for number: UInt64 in 1...3 {
      let ada = try await market.guest()
      try await market.give(ada, [(Market.potion, 6)], gold: number)
      let row = try #require(try await market.store.character(ada))
      let leave = CharacterSave(
        character: ada, sequence: row.holding.sequence, number: 1, fence: market.ground,
        body: row.body)
      #expect(try await market.store.leave([leave]).isEmpty)
    }
    let stays = try await market.guest()
    try await market.give(stays, [(Market.sword, 1)], gold: 9)
    #expect(
      try await market.store.removeGuests(unseenSince: 1_700_000_000_001, max: 2) == 2)
    try await market.expectCleanBooks()
    #expect(
      try await market.store.removeGuests(unseenSince: 1_700_000_000_001, max: 9) == 1)
    let audit = try await market.store.auditBelongings()
    #expect(audit.isClean && audit.goldBurnt == 6 && audit.goldHeld == 9 && audit.items == 1)
    #expect(try await market.bag(stays) == ["1 iron_sword"])
  }
}
