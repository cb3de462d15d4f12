import Model
import Synchronization
import Testing
import Wire

@testable import Gateway

@Suite struct PlayersPagesTests {
  private static func player(_ character: UInt64, name: String? = nil) -> OnlinePlayer {
    OnlinePlayer(
      character: CharacterID(character), account: AccountID(1_000 + character),
      name: name ?? "Player \(character)", region: RegionID(map: MapID(0), column: 0, row: 0),
      since: 5)
  }

  /// The page that several event loops make together, in the order in which they answer.
  private static func page(
    _ parts: [[OnlinePlayer]], after: UInt64 = 0, max: UInt32 = 10, search: String = ""
  ) -> [PlayersReply] {
    let replies = Mutex<[PlayersReply]>([])
    let request = PlayersRequest(
      id: 7, admin: AdminID(1), after: CharacterID(after), max: max, search: search)
    let pages = PlayersPages(GatewayID(3), request, parts: parts.count) { reply in
      replies.withLock { $0.append(reply) }
    }
    for part in parts { pages.add(part) }
    return replies.withLock { $0 }
  }

  @Test func theSharesOfAllLoopsAreOnePageInOrder() throws {
    let parts = [[9, 2, 5], [], [4, 1, 8]].map { $0.map { Self.player($0) } }
    let all = Self.page(parts)
    #expect(all.count == 1, "it is answered once")
    #expect(all[0].id == 7 && all[0].gateway == GatewayID(3) && all[0].total == 6)
    #expect(all[0].players.map(\.character.rawValue) == [1, 2, 4, 5, 8, 9])
    let next = try #require(Self.page(parts, after: 2, max: 3).first)
    #expect(next.players.map(\.character.rawValue) == [4, 5, 8])
    #expect(next.total == 6, "all pages together")
  }

  @Test func noPageIsLargerThanTheLimit() throws {
    let many = (1...UInt64(Limits.playersPageMax + 5)).map { Self.player($0) }
    let page = try #require(Self.page([many], max: .max).first)
    #expect(page.players.count == Limits.playersPageMax)
    #expect(page.total == UInt32(many.count))
    #expect(Self.page([many], max: 0).first?.players.isEmpty == true)
  }

  @Test func withoutEventLoopsThereIsAnEmptyPage() {
    #expect(Self.page([]) == [PlayersReply(id: 7, gateway: GatewayID(3), total: 0, players: [])])
  }

  @Test(arguments: [
    ("", [12, 120, 7]), ("12", [12, 120]), ("1007", [7]), ("7", [7]), ("zAPH", [12]),
    ("ÉLOD", [7]), ("nobody", []), ("-1", []), ("99999999999999999999999", []),
  ])
  func peopleAreFoundByNameAndByNumber(_ text: String, _ expected: [UInt64]) {
    let players = [
      Self.player(12, name: "Zaphod"), Self.player(120, name: "Agent 12"),
      Self.player(7, name: "Élodie"),
    ]
    let found = players.filter(PlayerSearch(text).finds).map(\.character.rawValue)
    #expect(found == expected, "\(text)")
  }
}
