import Cluster
import Model
import Synchronization
import Wire

@testable import AdminAPI

/// Gateways that exist on paper, each with some players; any may be silent.
final class PlayersFixture: Sendable {
  let collector = Mutex<PlayersCollector?>(nil)
  let silent: Set<GatewayID>
  let players: [GatewayID: [OnlinePlayer]]

  init(
    players: [GatewayID: [OnlinePlayer]] = [GatewayID(1): [PlayersFixture.player(7)]],
    silent: Set<GatewayID> = []
  ) {
    self.players = players
    self.silent = silent
  }

  static func player(
    _ character: UInt64, since: UInt64 = 1_700_000_000_000, silenced: UInt64 = 0
  ) -> OnlinePlayer {
    OnlinePlayer(
      character: CharacterID(character), account: AccountID(character + 100),
      name: "player \(character)", region: RegionID(map: MapID(0), column: 1, row: 2),
      since: since, isConnected: character % 2 == 1, silencedMilliseconds: silenced)
  }

  func makeCollector(wait: Duration = .seconds(3600)) -> PlayersCollector {
    let made = PlayersCollector(
      admin: AdminID(1),
      nodes: {
        self.players.keys.sorted().map { .gateway($0) }.map {
          NodeRecord(
            node: $0, incarnation: Incarnation(77),
            mesh: NodeAddress(host: "10.0.0.1", port: 4000))
        }
      },
      ask: { request, gateway in
        guard !self.silent.contains(gateway) else { return }
        self.collector.withLock { $0 }?.received(
          self.reply(request, gateway), from: .gateway(gateway))
      }, wait: wait)
    collector.withLock { $0 = made }
    return made
  }

  func reply(_ request: PlayersRequest, _ gateway: GatewayID) -> PlayersReply {
    let all = (players[gateway] ?? []).sorted { $0.character < $1.character }
    let page = all.filter { $0.character > request.after }.prefix(Int(request.max))
    return PlayersReply(
      id: request.id, gateway: gateway, total: UInt32(all.count), players: Array(page))
  }
}
