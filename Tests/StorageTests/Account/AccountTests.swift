import Model
import Storage
import Testing

@Suite struct AccountTests {
  static let map = MapID(0)
  static let start = Position(unitsX: 10, unitsY: 20)

  private func account(_ test: TestStore, _ name: String = "ada") async throws -> AccountID {
    try #require(try await test.store.register(account: name, passwordHash: "hash of \(name)"))
  }

  private func create(
    _ test: TestStore, _ account: AccountID, _ name: String, max: Int = 8
  ) async throws -> CharacterCreation {
    try await test.store.createCharacter(
      of: account, name: name, map: Self.map, position: Self.start, max: max)
  }

  @Test(arguments: BackEnd.allCases)
  func anAccountIsFoundByNameAndID(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let id = try await account(test, "Ada")
    let row = AccountRow(id: id, name: "Ada", passwordHash: "hash of Ada", tokenStamp: 1)
    #expect(try await test.store.account(named: "Ada") == row)
    #expect(try await test.store.account(id) == row)
    #expect(try await test.store.account(named: "Bo") == nil)
    #expect(try await test.store.account(AccountID(99)) == nil)
    let (guest, _) = try await test.guest()
    #expect(try await test.store.account(guest.account) == nil)
    #expect(try await !test.store.removeGuest(id, generation: nil))
  }

  @Test(
    arguments: [
      "ada", "ADA", "\u{FF21}da", "Ａｄａ",
    ], BackEnd.allCases)
  func namesThatCountAsTheSameAreTaken(name: String, backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let first = try await account(test, "Ada")
    #expect(try await test.store.register(account: name, passwordHash: "other") == nil)
    #expect(try await test.store.account(named: name)?.id == first)
    // The account that was not made left nothing behind.
    let next = try await account(test, "Bo")
    #expect(try await create(test, next, "Ada") == .created(CharacterID(1)))
    #expect(try await create(test, first, name) == .nameTaken)
  }

  @Test(arguments: BackEnd.allCases)
  func composedAndDecomposedNamesAreTheSame(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let first = try await account(test, "Ren\u{E9}")
    #expect(try await test.store.account(named: "RENE\u{301}")?.id == first)
    #expect(try await test.store.register(account: "Rene", passwordHash: "x") != nil)
  }

  @Test(arguments: BackEnd.allCases)
  func ofTwoProcessesOneRegistersAName(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let second = try await test.second()
    async let a = test.store.register(account: "Ada", passwordHash: "a")
    async let b = second.register(account: "ada", passwordHash: "b")
    let made = try await [a, b].compactMap { $0 }
    #expect(made.count == 1)
    await second.close()
  }

  @Test(arguments: ["", "a\u{0}b", String(repeating: "a", count: 65)], BackEnd.allCases)
  func namesThatCannotBeStoredAreRefused(name: String, backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let id = try await account(test)
    await #expect(throws: StorageError.self) {
      try await test.store.register(account: name, passwordHash: "x")
    }
    await #expect(throws: StorageError.self) { try await create(test, id, name) }
  }

  @Test(arguments: BackEnd.allCases)
  func aHashIsReplacedOnlyWhileItIsTheOldOne(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let id = try await account(test)
    #expect(try await test.store.replacePasswordHash(of: id, "hash of ada", with: "new"))
    #expect(try await !test.store.replacePasswordHash(of: id, "hash of ada", with: "newer"))
    #expect(try await test.store.account(id)?.passwordHash == "new")
    await #expect(throws: StorageError.self) {
      try await test.store.replacePasswordHash(
        of: id, "new", with: String(repeating: "x", count: 513))
    }
  }

  @Test(arguments: BackEnd.allCases)
  func charactersHaveNamesOfTheirOwnAndABound(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let (a, b) = (try await account(test, "a"), try await account(test, "b"))
    guard case .created(let first) = try await create(test, a, "Ada", max: 2) else {
      throw TestFailure("no character")
    }
    #expect(try await create(test, b, "ADA") == .nameTaken)
    #expect(try await test.store.characters(of: b) == [])
    #expect(try await test.store.isCharacterName(taken: "aDa"))
    #expect(try await !test.store.isCharacterName(taken: "Bo"))
    guard case .created = try await create(test, a, "Bo", max: 2) else {
      throw TestFailure("no second character")
    }
    #expect(try await create(test, a, "Cy", max: 2) == .full)
    #expect(try await !test.store.isCharacterName(taken: "Cy"))
    let row = try #require(try await test.store.character(first))
    #expect(row.account == a && row.name == "Ada")
    #expect(row.body.map == Self.map && row.body.position == Self.start)
    #expect(row.holding == Holding(sequence: 0, holder: nil))
  }

  @Test(arguments: BackEnd.allCases)
  func guestsAndStrangersMakeNoCharacters(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let (guest, _) = try await test.guest("Ada")
    #expect(try await create(test, guest.account, "Bo") == .unknownAccount)
    #expect(try await create(test, AccountID(99), "Bo") == .unknownAccount)
    // Guests' names take nothing away.
    #expect(try await create(test, try await account(test), "Ada") != .nameTaken)
  }

  @Test(arguments: BackEnd.allCases)
  func accountsOutliveTheirProcess(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let id = try await account(test)
    _ = try await create(test, id, "Ada")
    await test.store.close()
    let again = try await test.second()
    #expect(try await again.account(named: "ada")?.id == id)
    #expect(try await again.characters(of: id).map(\.name) == ["Ada"])
    await again.close()
  }

  @Test(arguments: BackEnd.allCases)
  func theFirstKeyIsEverybodysKey(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let second = try await test.second()
    let (a, b) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
    #expect(try await test.store.sharedKey("tokens", proposing: a) == a)
    #expect(try await second.sharedKey("tokens", proposing: b) == a)
    #expect(try await second.sharedKey("other", proposing: b) == b)
    for count in [0, 15, 1025] {
      await #expect(throws: StorageError.self) {
        try await second.sharedKey("x", proposing: [UInt8](repeating: 0, count: count))
      }
    }
    await second.close()
  }

  @Test(arguments: BackEnd.allCases)
  func goingBackAStepTakesTheAccountsWithIt(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    _ = try await create(test, try await account(test), "Ada")
    let (guest, _) = try await test.guest()
    try await test.store.migrate(to: 1)
    try await test.store.migrate(to: nil)
    #expect(try await test.store.account(named: "ada") == nil)
    #expect(try await test.store.characters(of: guest.account).count == 1)
    #expect(try await test.store.register(account: "ada", passwordHash: "x") != nil)
  }
}
