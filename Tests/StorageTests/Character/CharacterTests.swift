import Model
import Storage
import Testing

@Suite struct CharacterTests {
  @Test(arguments: BackEnd.allCases)
  func aNewGuestStandsAtItsStart(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let start = Position(x: -5, y: 70_000)
    let guest = try await test.store.createGuest(name: "Ada", map: MapID(3), position: start)
    let row = try #require(try await test.store.character(guest.character))
    #expect(row.account == guest.account)
    #expect(row.name == "Ada")
    #expect(row.holding == Holding(sequence: .none, holder: nil))
    #expect(row.valueVersion == 0)
    #expect(row.body == CharacterBody(map: MapID(3), position: start))
    #expect(try await test.store.characters(of: guest.account) == [row])
  }

  @Test(arguments: BackEnd.allCases)
  func guestsMayShareANameAndHaveIdsOfTheirOwn(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let a = try await test.guest("Ada").guest
    let b = try await test.guest("Ada").guest
    #expect(a.account != b.account)
    #expect(a.character != b.character)
  }

  @Test(arguments: BackEnd.allCases)
  func unknownOnesAreNil(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    #expect(try await test.store.character(CharacterID(17)) == nil)
    #expect(try await test.store.characters(of: AccountID(17)).isEmpty)
    #expect(try await !test.store.removeGuest(AccountID(17), generation: nil))
  }

  @Test(arguments: BackEnd.allCases)
  func idsOfRemovedGuestsAreNeverUsedAgain(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let first = try await test.guest().guest
    #expect(try await test.store.removeGuest(first.account, generation: nil))
    #expect(try await test.store.character(first.character) == nil)
    let second = try await test.guest().guest
    #expect(second.account > first.account)
    #expect(second.character > first.character)
  }

  @Test(arguments: BackEnd.allCases)
  func aGuestThatCameBackIsNotRemoved(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let guest = try await test.store.createGuest(
      name: "Ada", map: MapID(0), position: Position(x: 0, y: 0))
    let token = try TokenHash.numbered(1)
    let first = try #require(try await test.store.openSession(guest.character, token: token))
    let resumed = try #require(
      try await test.store.resumeSession(token, replacing: .numbered(2)))
    #expect(try await !test.store.removeGuest(guest.account, generation: first))
    #expect(try await test.store.character(guest.character) != nil)
    #expect(try await test.store.removeGuest(guest.account, generation: resumed.generation))
    #expect(try await test.store.character(guest.character) == nil)
    // Its session went with it.
    #expect(try await test.store.resumeSession(.numbered(2), replacing: .numbered(3)) == nil)
  }

  @Test(
    arguments: ["", "a\0b", String(repeating: "x", count: StorageLimits.nameBytesMax + 1)],
    BackEnd.allCases)
  func badNamesAreRefused(name: String, backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    await #expect(throws: StorageError.self) {
      try await test.store.createGuest(name: name, map: MapID(0), position: Position(x: 0, y: 0))
    }
  }

  @Test(arguments: BackEnd.allCases)
  func namesKeepEveryLetter(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let name = "Ω'; DROP TABLE characters; --é🐉"
    let guest = try await test.guest(name).guest
    #expect(try await test.store.character(guest.character)?.name == name)
  }
}
