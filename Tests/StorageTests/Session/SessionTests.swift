import Model
import Storage
import Testing

@Suite struct SessionTests {
  /// A character with tokens told apart by numbers.
  struct Login {
    let test: TestStore
    let character: CharacterID

    init(_ backEnd: BackEnd) async throws {
      test = try await TestStore(backEnd)
      character = try await test.store.createGuest(
        name: "Ada", map: MapID(0), position: Position(x: 0, y: 0)
      ).character
    }

    func open(_ token: UInt8) async throws -> SessionGeneration? {
      try await test.store.openSession(character, token: .numbered(token))
    }

    func resume(_ token: UInt8, _ new: UInt8) async throws -> SessionGeneration? {
      try await test.store.resumeSession(.numbered(token), replacing: .numbered(new))?.generation
    }

    func confirm(_ generation: SessionGeneration) async throws -> Bool {
      try await test.store.confirmSession(character, generation: generation)
    }

    func close(_ generation: SessionGeneration) async throws -> Bool {
      try await test.store.closeSession(character, generation: generation)
    }
  }

  @Test(arguments: BackEnd.allCases)
  func aSessionGoesOnByItsToken(_ backEnd: BackEnd) async throws {
    let login = try await Login(backEnd)
    #expect(try await login.open(1) == 1)
    let resumed = try await login.test.store.resumeSession(.numbered(1), replacing: .numbered(2))
    let row = try #require(try await login.test.store.character(login.character))
    #expect(
      resumed
        == ResumedSession(account: row.account, character: login.character, generation: 2))
    #expect(try await login.resume(2, 3) == 3)
  }

  @Test(arguments: BackEnd.allCases)
  func unknownTokensAndCharactersGiveNothing(_ backEnd: BackEnd) async throws {
    let login = try await Login(backEnd)
    #expect(try await login.open(1) == 1)
    #expect(try await login.resume(9, 10) == nil)
    #expect(try await login.test.store.openSession(CharacterID(99), token: .numbered(5)) == nil)
    #expect(try await !login.test.store.confirmSession(CharacterID(99), generation: 1))
    #expect(try await !login.test.store.closeSession(CharacterID(99), generation: 1))
    // None of that changed the session.
    #expect(try await login.confirm(1))
  }

  @Test(arguments: BackEnd.allCases)
  func aLostReplyBurnsNobody(_ backEnd: BackEnd) async throws {
    let login = try await Login(backEnd)
    _ = try await login.open(1)
    // The answers with tokens 2 and 3 are lost; the client still has 1.
    #expect(try await login.resume(1, 2) == 2)
    #expect(try await login.resume(1, 3) == 3)
    #expect(try await login.resume(1, 4) == 4)
    // Tokens of lost answers are void: each was replaced.
    #expect(try await login.resume(2, 5) == nil)
    #expect(try await login.resume(3, 5) == nil)
    // The newest is valid.
    #expect(try await login.resume(4, 5) == 5)
  }

  @Test(arguments: BackEnd.allCases)
  func theFirstUseBurnsTheOldToken(_ backEnd: BackEnd) async throws {
    let login = try await Login(backEnd)
    _ = try await login.open(1)
    #expect(try await login.resume(1, 2) == 2)
    #expect(try await login.confirm(2))
    #expect(try await login.resume(1, 3) == nil)
    #expect(try await login.resume(2, 3) == 3)
    // Coming back with 2 proved that 1 is not needed; 2 is valid until 3 is used.
    #expect(try await login.resume(2, 4) == 4)
    #expect(try await login.resume(1, 5) == nil)
  }

  @Test(arguments: BackEnd.allCases)
  func resumingWithTheNewTokenBurnsTheOldOne(_ backEnd: BackEnd) async throws {
    let login = try await Login(backEnd)
    _ = try await login.open(1)
    #expect(try await login.resume(1, 2) == 2)
    #expect(try await login.resume(2, 3) == 3)
    #expect(try await login.resume(1, 4) == nil)
  }

  @Test(arguments: BackEnd.allCases)
  func onlyTheCurrentGenerationConfirms(_ backEnd: BackEnd) async throws {
    let login = try await Login(backEnd)
    _ = try await login.open(1)
    #expect(try await login.resume(1, 2) == 2)
    #expect(try await !login.confirm(1))
    #expect(try await !login.confirm(3))
    // Token 1 is still valid: the new session was not used.
    #expect(try await login.resume(1, 3) == 3)
    #expect(try await !login.confirm(2))
    #expect(try await login.confirm(3))
    #expect(try await login.confirm(3))
    #expect(try await login.resume(1, 4) == nil)
  }

  @Test(arguments: BackEnd.allCases)
  func aLogInTakesOver(_ backEnd: BackEnd) async throws {
    let login = try await Login(backEnd)
    #expect(try await login.open(1) == 1)
    #expect(try await login.open(2) == 2)
    // Until the new session is used, the old token works; then it does not.
    #expect(try await !login.confirm(1))
    #expect(try await login.confirm(2))
    #expect(try await login.resume(1, 3) == nil)
    #expect(try await login.resume(2, 3) == 3)
  }

  @Test(arguments: BackEnd.allCases)
  func aLogInWhoseReplyIsLostBurnsNobody(_ backEnd: BackEnd) async throws {
    let login = try await Login(backEnd)
    _ = try await login.open(1)
    #expect(try await login.resume(1, 2) == 2)
    // The client never got 2. A log-in whose answer is lost too leaves 1 valid.
    #expect(try await login.open(3) == 3)
    #expect(try await login.resume(2, 4) == nil)
    #expect(try await login.resume(1, 4) == 4)
  }

  @Test(arguments: BackEnd.allCases)
  func closingVoidsTokensAndGeneration(_ backEnd: BackEnd) async throws {
    let login = try await Login(backEnd)
    _ = try await login.open(1)
    #expect(try await login.resume(1, 2) == 2)
    #expect(try await !login.close(1))
    #expect(try await login.close(2))
    #expect(try await !login.close(2))
    #expect(try await !login.close(3))
    #expect(try await !login.confirm(2))
    #expect(try await !login.confirm(3))
    #expect(try await login.resume(1, 3) == nil)
    #expect(try await login.resume(2, 3) == nil)
    // A later log-in goes on counting.
    #expect(try await login.open(4) == 4)
  }

  @Test(arguments: BackEnd.allCases)
  func tokensBelongToOneCharacter(_ backEnd: BackEnd) async throws {
    let login = try await Login(backEnd)
    _ = try await login.open(1)
    let other = try await login.test.guest().guest.character
    await #expect(throws: StorageError.self) {
      try await login.test.store.openSession(other, token: .numbered(1))
    }
    await #expect(throws: StorageError.self) { try await login.resume(1, 1) }
    #expect(throws: StorageError.self) { try TokenHash([1, 2, 3]) }
    #expect(try await login.resume(1, 2) == 2)
  }

  @Test(arguments: BackEnd.allCases)
  func oneOfTwoConcurrentResumesIsTheCurrentOne(_ backEnd: BackEnd) async throws {
    let login = try await Login(backEnd)
    let second = try await login.test.second()
    _ = try await login.open(1)
    async let a = login.resume(1, 2)
    async let b = second.resumeSession(.numbered(1), replacing: .numbered(3))?.generation
    let generations = try await [a, b].compactMap { $0 }.sorted()
    #expect(generations == [2, 3])
    #expect(try await !login.confirm(2))
    #expect(try await login.confirm(3))
    #expect(try await login.resume(1, 4) == nil)
  }
}
