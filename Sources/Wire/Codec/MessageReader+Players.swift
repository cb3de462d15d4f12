import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func playersRequest(_ m: Pangea__PlayersRequest) throws(WireError) -> PlayersRequest {
    PlayersRequest(
      id: m.id, admin: AdminID(m.admin), after: CharacterID(m.after), max: m.max,
      search: try text(m.search, max: Limits.nameBytesMax, "players.search"))
  }

  static func playersReply(_ m: Pangea__PlayersReply) throws(WireError) -> PlayersReply {
    guard m.n_player <= Limits.playersPageMax else { throw .outOfRange(field: "players.player") }
    return PlayersReply(
      id: m.id, gateway: GatewayID(m.gateway), total: m.total,
      players: try map(m.n_player, m.player, onlinePlayer))
  }

  private static func onlinePlayer(_ m: Pangea__OnlinePlayer) throws(WireError) -> OnlinePlayer {
    OnlinePlayer(
      character: CharacterID(m.character), account: AccountID(m.account),
      name: try text(m.name, max: Limits.nameBytesMax, "players.name"),
      region: RegionID(rawValue: m.region), since: m.since_ms, isConnected: m.connected != 0,
      silencedMilliseconds: m.silenced_ms)
  }
}
