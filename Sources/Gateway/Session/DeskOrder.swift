import Model
import Wire

/// What others leave in the mailbox of a session desk.
enum DeskOrder: Sendable {
  /// Messages of regions, in order.
  case receive([ClusterMessage], from: ShardID)
  /// An output for this character was lost on the way through the gateway.
  case lostOutput(CharacterID)
  /// A newer session of the character has come to desk `to`: drop the one here, and say where it was.
  case giveWay(CharacterID, to: Int)
  /// The answer to `giveWay`; nil when there was no session any more.
  case arrive(CharacterID, SessionPlace?)
  /// A line of chat for everybody on a map.
  indirect case hear(ChatLine, on: MapID)
  /// Something for one player.
  case tell(CharacterID, ServerMessage)
  /// A share of what operators ordered.
  case operate(DeskOperation)
}

extension DeskOrder {
  /// How much of a mailbox it takes.
  var messageCount: Int { if case .receive(let messages, _) = self { messages.count } else { 1 } }
}

extension ClusterMessage {
  /// The character whose session a message of a region is for.
  var character: CharacterID? {
    switch self {
    case .attachRefused(let m): m.character
    case .output(let m): m.character
    case .detached(let m): m.character
    case .notHere(let m): m.character
    case .moved(let m): m.character
    case .staleEpoch(let m): m.character
    case .left(let m): m.character
    case .probeReply(let m): m.character
    default: nil
    }
  }
}
