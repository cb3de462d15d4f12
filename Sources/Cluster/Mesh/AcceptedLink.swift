import Model
import Wire

/// The accepting side of a link: lets in a process of this cluster and version, then reads.
struct AcceptedLink: ~Copyable {
  enum Action: Hashable {
    case none
    /// Answer with this hello, after the node's older links were closed.
    case welcome(MeshHello, from: NodeID, Incarnation)
    case answerKeepalive
    /// Hand the frame's messages on.
    case deliver(from: NodeID)
    case close(MeshLinkError)
  }

  private enum State {
    case greeting
    case up(NodeID)
    case closed
  }

  private let own: MeshHello
  private var state = State.greeting

  init(own: MeshHello) { self.own = own }

  /// - Parameter isEmpty: the frame has no body.
  mutating func received(hello: MeshHello?, isEmpty: Bool) -> Action {
    switch state {
    case .closed:
      return .none
    case .up(let node):
      return isEmpty ? .answerKeepalive : .deliver(from: node)
    case .greeting:
      guard let hello else { return close(.helloMissing) }
      if hello.version != own.version { return close(.wrongVersion(hello.version)) }
      if hello.cluster != own.cluster { return close(.wrongCluster) }
      if hello.node == own.node { return close(.wrongNode) }
      state = .up(hello.node)
      return .welcome(own, from: hello.node, hello.incarnation)
    }
  }

  /// Whether the next frame has to be a hello.
  var isGreeting: Bool {
    if case .greeting = state { return true }
    return false
  }

  private mutating func close(_ error: MeshLinkError) -> Action {
    state = .closed
    return .close(error)
  }
}
