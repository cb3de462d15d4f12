import Model
import Synchronization
import Wire

/// Collects what nodes answer to one question after the other.
final class StatusInbox: Sendable {
  private struct Round {
    var id: UInt64 = 0
    var missing: Set<NodeID> = []
    var replies: [StatusReply] = []
  }

  private let round = Mutex(Round())

  /// Begins a question to these nodes; answers its number. Answers to an earlier one are dropped.
  func open(to nodes: [NodeID]) -> UInt64 {
    round.withLock { round in
      round = Round(id: round.id + 1, missing: Set(nodes))
      return round.id
    }
  }

  func receive(_ reply: StatusReply, from node: NodeID) {
    round.withLock { round in
      guard reply.id == round.id, reply.node == node, round.missing.remove(node) != nil else {
        return
      }
      round.replies.append(reply)
    }
  }

  var isComplete: Bool { round.withLock { $0.missing.isEmpty } }

  var replies: [StatusReply] { round.withLock { $0.replies } }
}
