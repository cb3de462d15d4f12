import Model
import Wire

extension Fixture {
  /// Bytes that no text holds.
  static let operationID = AdminOperationID("00112233445566778899aabbccddeeff")

  static var operation: [Fixture] {
    guard let id = operationID, let undone = AdminOperationID(bytes: Array("0123456789abcdef".utf8))
    else { return [] }
    return [
      Fixture(
        "ServerAnnouncement",
        .server(
          .announcement(
            Announcement(id: id, style: .popup, text: "The world rests at noon. ä")))),
      Fixture(
        "OperationOrderAnnounce",
        .operationOrder(
          OperationOrder(
            id: id, admin: AdminID(1), target: Incarnation(1_790_000_000_000_000), actor: "gm",
            issuedAt: 1_790_000_000_000, deadline: 1_790_000_010_000, scope: .everybody,
            kind: .announce(.scroll, text: "The world rests at noon.")))),
      Fixture(
        "OperationOrderKick",
        .operationOrder(
          OperationOrder(
            id: id, admin: AdminID(2), target: Incarnation(7), actor: "gm",
            issuedAt: 1_790_000_000_000, deadline: 1_790_000_010_000,
            scope: .character(CharacterID(34)), kind: .kick(reason: "Take a break.")))),
      Fixture(
        "OperationOrderMutes",
        .operationOrder(
          OperationOrder(
            id: id, admin: AdminID(1), target: Incarnation(7), actor: "gm",
            issuedAt: 1_790_000_000_000, deadline: 1_790_000_010_000, undoOf: undone,
            scope: .account(AccountID(12)), kind: .mutes))),
      Fixture(
        "OperationOrderTeleport",
        .operationOrder(
          OperationOrder(
            id: id, admin: AdminID(1), target: Incarnation(7), actor: "gm",
            issuedAt: 1_790_000_000_000, deadline: 1_790_000_010_000,
            scope: .character(CharacterID(34)),
            kind: .teleport(MapID(1), Position(x: 25_600, y: -1))))),
      Fixture("OperationOrderAttributes", .operationOrder(attributes(id))),
      Fixture(
        "OperationOrderLogLevel",
        .operationOrder(
          OperationOrder(
            id: id, admin: AdminID(1), target: Incarnation(7), actor: "sre",
            issuedAt: 1_790_000_000_000, deadline: 1_790_000_010_000, scope: .everybody,
            kind: .logLevel(
              LogLevelOrder(
                process: .shard(ShardID(1)), level: "debug", module: "Cluster", seconds: 600))))),
      Fixture(
        "OperationOrderRegions",
        .cluster([
          .operationOrder(announce(id, .region(RegionID(rawValue: 65_794)), .line, "here")),
          .operationOrder(announce(id, .map(MapID(1)), .popup, "there")),
        ])),
      Fixture(
        "OperationReceipt",
        .cluster([
          .operationReceipt(
            OperationReceipt(
              id: id, node: .gateway(GatewayID(2)), incarnation: Incarnation(1_790_000_000_000_000),
              outcome: .applied(reached: 250))),
          .operationReceipt(
            OperationReceipt(
              id: id, node: .gateway(GatewayID(1)), incarnation: Incarnation(7),
              outcome: .refused(.expired))),
          .operationReceipt(
            OperationReceipt(
              id: id, node: .shard(ShardID(1)), incarnation: Incarnation(7),
              outcome: .nothingToDo)),
        ])),
      Fixture(
        "OperationReceiptChanged",
        .operationReceipt(
          OperationReceipt(
            id: id, node: .shard(ShardID(2)), incarnation: Incarnation(7),
            outcome: .changed(before: #"{"map":1,"x":100.5,"y":7.0}"#)))),
      Fixture(
        "PlayersRequest",
        .playersRequest(
          PlayersRequest(
            id: 9, admin: AdminID(1), after: CharacterID(4_096), max: 50, search: "Wänd"))),
      Fixture("PlayersReply", .playersReply(players)),
    ]
  }

  private static let players = PlayersReply(
    id: 9, gateway: GatewayID(2), total: 400,
    players: [
      OnlinePlayer(
        character: CharacterID(34), account: AccountID(12), name: "Wanderer",
        region: RegionID(rawValue: 65_794), since: 1_790_000_000_000),
      OnlinePlayer(
        character: CharacterID(35), account: AccountID(13), name: "Ada",
        region: RegionID(rawValue: 65_793), since: 1_790_000_000_001, isConnected: false,
        silencedMilliseconds: 3_600_000),
    ])

  private static func attributes(_ id: AdminOperationID) -> OperationOrder {
    var order = OperationOrder(
      id: id, admin: AdminID(1), target: Incarnation(7), actor: "gm",
      issuedAt: 1_790_000_000_000, deadline: 1_790_000_010_000,
      scope: .character(CharacterID(34)),
      kind: .attributes(CharacterAttributes(health: 0, level: 12, experience: 70_000)))
    order.isWithdrawn = true
    return order
  }

  private static func announce(
    _ id: AdminOperationID, _ scope: OperationScope, _ style: Announcement.Style, _ text: String
  ) -> OperationOrder {
    OperationOrder(
      id: id, admin: AdminID(1), target: Incarnation(7), actor: "", issuedAt: 1, deadline: 2,
      scope: scope, kind: .announce(style, text: text))
  }
}
