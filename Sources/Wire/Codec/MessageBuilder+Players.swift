import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func playersRequest(_ m: PlayersRequest) -> UnsafeMutablePointer<Pangea__PlayersRequest> {
    let message = make(pangea__players_request__init)
    message.pointee.id = m.id
    message.pointee.admin = m.admin.rawValue
    message.pointee.after = m.after.rawValue
    message.pointee.max = m.max
    message.pointee.search = text(m.search, max: Limits.nameBytesMax)
    return message
  }

  func playersReply(_ m: PlayersReply) -> UnsafeMutablePointer<Pangea__PlayersReply> {
    let message = make(pangea__players_reply__init)
    message.pointee.id = m.id
    message.pointee.gateway = m.gateway.rawValue
    message.pointee.total = m.total
    let players = m.players.prefix(Limits.playersPageMax)
    message.pointee.n_player = players.count
    message.pointee.player = messages(Array(players), onlinePlayer)
    return message
  }

  private func onlinePlayer(_ player: OnlinePlayer) -> UnsafeMutablePointer<Pangea__OnlinePlayer> {
    let message = make(pangea__online_player__init)
    message.pointee.character = player.character.rawValue
    message.pointee.account = player.account.rawValue
    message.pointee.name = text(player.name, max: Limits.nameBytesMax)
    message.pointee.region = player.region.rawValue
    message.pointee.since_ms = player.since
    message.pointee.connected = player.isConnected ? 1 : 0
    message.pointee.silenced_ms = player.silencedMilliseconds
    return message
  }
}
