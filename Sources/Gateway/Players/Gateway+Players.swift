import Model
import NIOCore
import Synchronization
import Wire

/// Who plays at this gateway, as operators see it.
extension Gateway {
  /// Asks every event loop for its share of a page; `done` is called once, with all of them.
  func players(
    _ request: PlayersRequest, done: @escaping @Sendable (PlayersReply) -> Void
  ) {
    let desks = desks
    let pages = PlayersPages(id, request, parts: desks.count, done: done)
    for desk in desks {
      desk.loop.execute { pages.add(desk.desk.value.players()) }
    }
  }
}

extension SessionDesk {
  /// Everybody who plays here.
  func players() -> [OnlinePlayer] {
    sessions.values.map { $0.player }
  }
}

/// Puts the shares of all event loops together to a page.
final class PlayersPages: Sendable {
  private struct State {
    var left: Int
    var total = 0
    var found: [OnlinePlayer] = []
  }

  private let gateway: GatewayID
  private let request: PlayersRequest
  private let search: PlayerSearch
  private let done: @Sendable (PlayersReply) -> Void
  private let state: Mutex<State>

  /// - Parameter parts: how many will add something, each once; none: the page is empty.
  init(
    _ gateway: GatewayID, _ request: PlayersRequest, parts: Int,
    done: @escaping @Sendable (PlayersReply) -> Void
  ) {
    self.gateway = gateway
    self.request = request
    search = PlayerSearch(request.search)
    self.done = done
    state = Mutex(State(left: parts))
    if parts == 0 {
      done(PlayersReply(id: request.id, gateway: gateway, total: 0, players: []))
    }
  }

  private var max: Int { min(Int(request.max), Limits.playersPageMax) }

  func add(_ players: [OnlinePlayer]) {
    let fitting = players.filter(search.finds)
    let page = fitting.filter { $0.character > request.after }
      .sorted { $0.character < $1.character }.prefix(max)
    let whole = state.withLock { state -> PlayersReply? in
      precondition(state.left > 0, "each part is added once")
      state.left -= 1
      state.total += fitting.count
      state.found += page
      guard state.left == 0 else { return nil }
      state.found.sort { $0.character < $1.character }
      return PlayersReply(
        id: request.id, gateway: gateway, total: UInt32(clamping: state.total),
        players: Array(state.found.prefix(max)))
    }
    if let whole { done(whole) }
  }
}

/// What operators look for: part of a name in letters of any case, or the number of a character or
/// an account.
struct PlayerSearch: Hashable, Sendable {
  private let text: String
  private let number: UInt64?

  init(_ text: String) {
    self.text = text.lowercased()
    number = UInt64(text)
  }

  func finds(_ player: OnlinePlayer) -> Bool {
    if text.isEmpty { return true }
    if let number,
      player.character.rawValue == number || player.account.rawValue == number
    {
      return true
    }
    return player.name.lowercased().contains(text)
  }
}
