import Model
import Storage
import Testing

@Suite struct TicketTests {
  /// An account with one character; `now` is the moment of the tickets.
  struct Player {
    static let now: Int64 = 1_700_000_000_000
    let test: TestStore
    let account: AccountID
    let character: CharacterID

    init(_ backEnd: BackEnd) async throws {
      test = try await TestStore(backEnd)
      account = try #require(try await test.store.register(account: "ada", passwordHash: "x"))
      let made = try await test.store.createCharacter(
        of: account, name: "Ada", map: MapID(0), position: Position(x: 0, y: 0), max: 8)
      guard case .created(let id) = made else { throw TestFailure("no character") }
      character = id
    }

    func issue(_ ticket: UInt8, of account: AccountID? = nil) async throws -> Bool {
      try await test.store.issueTicket(
        .numbered(ticket), for: character, of: account ?? self.account,
        expiresAt: Self.now + 30_000)
    }

    func redeem(
      _ ticket: UInt8, opening token: UInt8, after milliseconds: Int64 = 0,
      in store: (any Store)? = nil
    ) async throws -> ResumedSession? {
      try await (store ?? test.store).redeemTicket(
        .numbered(ticket), opening: .numbered(token), at: Self.now + milliseconds)
    }
  }

  @Test(arguments: BackEnd.allCases)
  func aTicketOpensOneSession(_ backEnd: BackEnd) async throws {
    let player = try await Player(backEnd)
    #expect(try await player.issue(1))
    let session = try await player.redeem(1, opening: 101)
    #expect(
      session
        == ResumedSession(account: player.account, character: player.character, generation: 1))
    #expect(try await player.redeem(1, opening: 102) == nil)
    // The session is one like any other: its token resumes it.
    let resumed = try await player.test.store.resumeSession(
      .numbered(101), replacing: .numbered(103))
    #expect(resumed?.generation == 2)
  }

  @Test(arguments: BackEnd.allCases)
  func ofTwoProcessesOneRedeems(_ backEnd: BackEnd) async throws {
    let player = try await Player(backEnd)
    let second = try await player.test.second()
    #expect(try await player.issue(1))
    async let a = player.redeem(1, opening: 101)
    async let b = player.redeem(1, opening: 102, in: second)
    #expect(try await [a, b].compactMap { $0 }.count == 1)
    #expect(try await player.redeem(1, opening: 103, in: second) == nil)
    await second.close()
  }

  @Test(arguments: BackEnd.allCases)
  func aTicketExpiresAndIsUsedUpByTheTry(_ backEnd: BackEnd) async throws {
    let player = try await Player(backEnd)
    #expect(try await player.issue(1))
    #expect(try await player.redeem(1, opening: 101, after: 30_000) == nil)
    #expect(try await player.redeem(1, opening: 102) == nil)
    #expect(try await player.issue(2))
    #expect(try await player.redeem(2, opening: 103, after: 29_999) != nil)
  }

  @Test(arguments: BackEnd.allCases)
  func aNewerTicketReplacesTheOlder(_ backEnd: BackEnd) async throws {
    let player = try await Player(backEnd)
    #expect(try await player.issue(1))
    #expect(try await player.issue(2))
    #expect(try await player.redeem(1, opening: 101) == nil)
    #expect(try await player.redeem(2, opening: 102) != nil)
  }

  @Test(arguments: BackEnd.allCases)
  func ticketsAreForOnesOwnCharacters(_ backEnd: BackEnd) async throws {
    let player = try await Player(backEnd)
    let other = try #require(
      try await player.test.store.register(account: "bo", passwordHash: "x"))
    #expect(try await !player.issue(1, of: other))
    #expect(try await player.redeem(1, opening: 101) == nil)
    #expect(try await player.redeem(9, opening: 102) == nil)
  }

  @Test(arguments: BackEnd.allCases)
  func loggingOutVoidsTokensAndTickets(_ backEnd: BackEnd) async throws {
    let player = try await Player(backEnd)
    #expect(try await player.issue(1))
    #expect(try await !player.test.store.revokeTokens(of: player.account, stamp: 2))
    #expect(try await player.test.store.revokeTokens(of: player.account, stamp: 1))
    #expect(try await !player.test.store.revokeTokens(of: player.account, stamp: 1))
    #expect(try await player.test.store.account(player.account)?.tokenStamp == 2)
    #expect(try await player.redeem(1, opening: 101) == nil)
    #expect(try await player.issue(2))
    #expect(try await player.redeem(2, opening: 102) != nil)
  }

  // MARK: Guests that nobody came back to

  /// Later than everything that the test's clock wrote.
  private static let later = Player.now + 1

  @Test(arguments: BackEnd.allCases)
  func guestsUnseenForLongGo(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let (guest, _) = try await test.guest()
    let silent = try await test.store.createGuest(
      name: "Bo", map: MapID(0), position: Position(x: 0, y: 0))
    #expect(try await test.store.removeGuests(unseenSince: Player.now, max: 10) == 0)
    #expect(try await test.store.removeGuests(unseenSince: Self.later, max: 10) == 2)
    #expect(try await test.store.character(guest.character) == nil)
    #expect(try await test.store.character(silent.character) == nil)
  }

  @Test(arguments: BackEnd.allCases)
  func aGuestInPlayAndAPlayerStay(_ backEnd: BackEnd) async throws {
    let player = try await Player(backEnd)
    let fence = try await player.test.fence(0)
    let (row, _) = try await player.test.attached(to: fence)
    #expect(try await player.test.store.removeGuests(unseenSince: Self.later, max: 10) == 0)
    #expect(try await player.test.store.character(row.id) != nil)
    #expect(try await player.test.store.character(player.character) != nil)
  }

  @Test(arguments: BackEnd.allCases)
  func aGuestWhoCameBackStays(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let (guest, _) = try await test.guest()
    let store = try await test.database.open(wallClock: { Player.now + 100 })
    _ = try await store.openSession(guest.character, token: .random())
    #expect(try await store.removeGuests(unseenSince: Self.later, max: 10) == 0)
    #expect(try await store.removeGuests(unseenSince: Player.now + 101, max: 10) == 1)
    await store.close()
  }

  @Test(arguments: BackEnd.allCases)
  func onlySoManyGoAtOnce(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    for number in 0..<5 { _ = try await test.guest("Guest \(number)") }
    #expect(try await test.store.removeGuests(unseenSince: Self.later, max: 3) == 3)
    #expect(try await test.store.removeGuests(unseenSince: Self.later, max: 3) == 2)
    #expect(try await test.store.removeGuests(unseenSince: Self.later, max: 3) == 0)
  }
}
