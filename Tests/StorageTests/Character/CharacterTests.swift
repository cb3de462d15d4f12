import Model
import Storage
import Testing

@Suite struct CharacterTests {
  @Test func aNewGuestStandsAtItsStart() async throws {
    let test = try await TestStore()
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

  @Test func guestsMayShareANameAndHaveIdsOfTheirOwn() async throws {
    let test = try await TestStore()
    let a = try await test.guest("Ada").guest
    let b = try await test.guest("Ada").guest
    #expect(a.account != b.account)
    #expect(a.character != b.character)
  }

  @Test func unknownOnesAreNil() async throws {
    let test = try await TestStore()
    #expect(try await test.store.character(CharacterID(17)) == nil)
    #expect(try await test.store.characters(of: AccountID(17)).isEmpty)
    #expect(try await !test.store.removeGuest(AccountID(17), generation: nil))
  }

  @Test func idsOfRemovedGuestsAreNeverUsedAgain() async throws {
    let test = try await TestStore()
    let first = try await test.guest().guest
    #expect(try await test.store.removeGuest(first.account, generation: nil))
    #expect(try await test.store.character(first.character) == nil)
    let second = try await test.guest().guest
    #expect(second.account > first.account)
    #expect(second.character > first.character)
  }

  @Test func aGuestThatCameBackIsNotRemoved() async throws {
    let test = try await TestStore()
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

  @Test(arguments: ["", "a\0b", String(repeating: "x", count: StorageLimits.nameBytesMax + 1)])
  func badNamesAreRefused(name: String) async throws {
    let test = try await TestStore()
    await #expect(throws: StorageError.self) {
      try await test.store.createGuest(name: name, map: MapID(0), position: Position(x: 0, y: 0))
    }
  }

  @Test func namesKeepEveryLetter() async throws {
    let test = try await TestStore()
    let name = "Ω'; DROP TABLE characters; --é🐉"
    let guest = try await test.guest(name).guest
    #expect(try await test.store.character(guest.character)?.name == name)
  }
}
