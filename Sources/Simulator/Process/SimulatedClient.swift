import Model
import NIOCore
import Wire

/// A player: sends inputs, walks over borders, loses its connection, logs out and in again.
struct SimulatedClient {
  enum Connection: Hashable {
    case offline
    /// Asked a gateway to log in.
    case waiting(GatewayID, since: BootTime)
    case online(GatewayID, SessionGeneration)
  }

  let number: Int
  let character: CharacterID
  var connection = Connection.offline
  /// Counts connections: what was sent on an earlier one never arrives.
  var connections: UInt64 = 0 {
    didSet { view = SeenView() }
  }
  /// What this player wants; the connection follows.
  var wantsOnline = true
  /// The last input sent.
  var last: InputSequence = .none
  /// Inputs that no update acknowledged, oldest first.
  var unacknowledged: [PlayerInput] = []
  var sentAgainAt = BootTime(microseconds: 0)
  /// The view that it has of the world.
  var view = SeenView()
  /// The last update seen.
  var seen: (frame: OwnFrame, connections: UInt64)?
  /// A client that starts anew does not know its last number until the first update.
  var knowsNumbers = true
  /// Names a run of the client.
  var login: UInt64 = 1
  /// Wishes of this run.
  var wishes: UInt64 = 0
  /// What was not answered.
  var wish: SimulatedWish?
  /// Where its last input went.
  var goal: Position

  init(number: Int, character: CharacterID, goal: Position) {
    self.number = number
    self.character = character
    self.goal = goal
  }

  var gateway: GatewayID? {
    switch connection {
    case .offline: nil
    case .waiting(let gateway, _): gateway
    case .online(let gateway, _): gateway
    }
  }

  var isOnline: Bool {
    if case .online = connection { true } else { false }
  }
}
