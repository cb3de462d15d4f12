import Model
import Wire

/// Why a side closed a link.
public enum MeshLinkError: Error, Hashable, Sendable {
  case notConnected
  case connectionLost
  /// Nothing was heard for `MeshOptions.silenceMax`.
  case silent
  /// The first frame is not a single hello.
  case helloMissing
  case wrongVersion(UInt32)
  case wrongCluster
  /// Another process answers at this address.
  case wrongNode
  /// An earlier run of the process.
  case staleIncarnation
  /// Not a frame of the mesh.
  case malformedFrame
  /// A frame where none belongs.
  case unexpectedFrame
  case tooManyLinks
  /// Closed on purpose: the process shuts down, or another link takes the place of this one.
  case closed
}

/// The dialling side of a link: greets, waits for the answer, then sends and keeps the link alive.
///
/// ```
/// dialler                          acceptor
///    | -- hello ----------------------> |
///    | <---------------------- hello -- |  now the link is up
///    | -- frames of messages ---------> |
///    | -- empty frame ----------------> |
///    | <---------------- empty frame -- |  now and then, so that silence is noticed
/// ```
struct DialledLink: ~Copyable {
  enum Action: Hashable {
    case none
    case sendHello(MeshHello)
    case sendKeepalive
    /// Messages may be sent from now on.
    case linkUp
    case close(MeshLinkError)
  }

  /// What came in: empty, a frame with one hello, or anything else.
  enum Frame: Hashable {
    case empty
    case hello(MeshHello)
    case other
  }

  private enum State {
    case idle
    case greeting
    case up
    case closed
  }

  private let own: MeshHello
  private let peer: MeshPeer
  private let silenceMax: BootTime.Span
  private var state = State.idle
  private var heard = BootTime(microseconds: 0)

  init(own: MeshHello, peer: MeshPeer, silenceMax: BootTime.Span) {
    self.own = own
    self.peer = peer
    self.silenceMax = silenceMax
  }

  mutating func connected(at now: BootTime) -> Action {
    precondition(state == .idle, "a link connects once")
    state = .greeting
    heard = now
    return .sendHello(own)
  }

  mutating func received(_ frame: Frame, at now: BootTime) -> Action {
    heard = now
    switch (state, frame) {
    case (.idle, _), (.closed, _):
      return .none
    case (.greeting, .hello(let hello)):
      if let error = objection(to: hello) { return close(error) }
      state = .up
      return .linkUp
    case (.greeting, _):
      return close(.helloMissing)
    case (.up, .empty):
      return .none
    case (.up, _):
      return close(.unexpectedFrame)
    }
  }

  /// To be called every keepalive interval.
  mutating func ticked(at now: BootTime) -> Action {
    switch state {
    case .idle, .closed: return .none
    case .greeting, .up:
      if now - heard > silenceMax { return close(.silent) }
      return state == .up ? .sendKeepalive : .none
    }
  }

  private mutating func close(_ error: MeshLinkError) -> Action {
    state = .closed
    return .close(error)
  }

  /// A later run than the known one is fine: it answers sooner than the registry tells.
  private func objection(to hello: MeshHello) -> MeshLinkError? {
    if hello.version != own.version { return .wrongVersion(hello.version) }
    if hello.cluster != own.cluster { return .wrongCluster }
    if hello.node != peer.node { return .wrongNode }
    return hello.incarnation < peer.incarnation ? .staleIncarnation : nil
  }
}
