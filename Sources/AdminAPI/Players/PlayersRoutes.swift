import Cluster
import Hummingbird
import Model
import Wire

extension AdminFeature {
  /// Who plays now.
  ///
  /// - Parameter owned: who simulates which region, as the directory knows it.
  public static func players(
    _ collector: PlayersCollector,
    owned: @escaping @Sendable () -> [RegionID: DirectoryEntry]
  ) -> AdminFeature {
    AdminFeature([
      AdminRoute(
        method: .get, path: "/api/players", permission: .viewPlayers,
        summary: "Who plays now, by the number of the character, page by page.",
        query: [
          .init(
            name: "after", shape: .integer(min: 0),
            summary: "Only characters with a higher number: `next` of the page before."),
          .init(
            name: "limit", shape: .integer(min: 1, max: AdminLimits.playersPageMax),
            summary: "How many at most; 50 when it is not given."),
          .init(
            name: "search", shape: .text(max: AdminLimits.playersSearchMax),
            summary: "Part of the name, or the number of the character or the account."),
        ], answer: PlayersDocument.shape
      ) { request in
        let limit = Int(try request.integer("limit") ?? AdminLimits.playersPageUsual)
        let page = await collector.page(
          after: CharacterID(UInt64(try request.integer("after") ?? 0)), max: limit,
          search: request.query["search"] ?? "")
        guard let page else {
          throw AdminRefusal(
            .overloaded, "Too many people look at players at this moment.",
            retryAfterMilliseconds: 1_000)
        }
        return .json(PlayersDocument(page, owned: owned()))
      }
    ])
  }
}

/// A page of players, as the API shows it.
struct PlayersDocument: Encodable {
  struct Player: Encodable {
    var character: UInt64
    var account: UInt64
    var name: String
    var gateway: String
    /// `map:column,row`.
    var region: String
    /// Nil: nobody simulates the region at this moment.
    var shard: String?
    var sinceMs: UInt64
    var connected: Bool
    /// Nil: the player may talk.
    var mutedMs: UInt64?
  }

  var schema = "pangea.players/1"
  var players: [Player]
  var total: Int
  /// Nil on the last page.
  var next: UInt64?
  var unreachable: [String]

  init(_ page: PlayersCollector.Page, owned: [RegionID: DirectoryEntry]) {
    players = page.entries.map { entry in
      let player = entry.player
      return Player(
        character: player.character.rawValue, account: player.account.rawValue, name: player.name,
        gateway: entry.gateway.description, region: player.region.description,
        shard: owned[player.region]?.shard.description, sinceMs: player.since,
        connected: player.isConnected,
        mutedMs: player.silencedMilliseconds > 0 ? player.silencedMilliseconds : nil)
    }
    total = page.total
    next = page.hasMore ? page.entries.last?.player.character.rawValue : nil
    unreachable = page.unreachable.map(\.description)
  }

  static let shape: JSONShape = .object([
    .init("schema", .text(choices: ["pangea.players/1"])),
    .init(
      "players",
      .list(
        .object([
          .init("character", .integer(min: 0)), .init("account", .integer(min: 0)),
          .init("name", .text()), .init("gateway", .text()),
          .init("region", .text(), "map:column,row"),
          .init("shard", .text(), isRequired: false, "who simulates the region"),
          .init("since_ms", .moment, "when the log-in was granted"),
          .init("connected", .flag, "false: the character waits for its player"),
          .init("muted_ms", .integer(min: 1), isRequired: false, "how long a mute lasts yet"),
        ]))),
    .init("total", .integer(min: 0), "how many there are, on all pages"),
    .init("next", .integer(min: 0), isRequired: false, "`after` of the next page"),
    .init("unreachable", .list(.text()), "gateways that did not answer: their players are missing"),
  ])
}
