import Cluster
import Model
import NIOCore
import Wire

/// A gateway process: its sessions' real routes, and the storage calls around them.
final class SimulatedGateway {
  struct Session {
    var route: SessionRoute
    /// The client's connection; nil while it is away.
    var client: Int?
    var leavesAt: BootTime?
  }

  let id: GatewayID
  let run: Incarnation
  let clockOffset: BootTime.Span
  var directory = DirectoryTable()
  var sessions: [CharacterID: Session] = [:]

  init(id: GatewayID, run: Incarnation, clockOffset: BootTime.Span) {
    self.id = id
    self.run = run
    self.clockOffset = clockOffset
  }

  var node: NodeID { .gateway(id) }

  func clock(_ cluster: SimulatedCluster) -> BootTime { cluster.now + clockOffset }

  func start(_ cluster: SimulatedCluster) {
    cluster.loadTable(of: node)
    cluster.after(cluster.span(0, 50_000), in: node) { $0.tick(self) }
    cluster.after(cluster.span(0, 1_000_000), in: node) { $0.refresh(self) }
  }

  func tick(_ cluster: SimulatedCluster) {
    let now = clock(cluster)
    for character in sessions.keys.sorted() {
      if let at = sessions[character]?.leavesAt, now >= at { leave(character, cluster) }
      update(character, cluster) { $0.expired(now: now, directory: self.directory) }
    }
  }

  // MARK: Sessions

  /// A client logs in or resumes: storage opens a session of the next generation.
  func logIn(_ client: Int, _ character: CharacterID, _ cluster: SimulatedCluster) {
    cluster.askStore(from: node, { $0.openSession(character) }) { cluster, opened in
      guard let (generation, row) = opened ?? nil else { return }
      guard cluster.isWaiting(client, at: self.id) else { return }
      // Whoever held the character last is asked first: its stored position may be behind.
      let region = row.holder ?? cluster.grid.region(at: row.state.position)
      let session = SessionAddress(character: character, generation: generation, gateway: self.id)
      self.sessions[character] = Session(
        route: SessionRoute(
          session: session, region: region ?? cluster.grid.regions[0], sequence: row.sequence,
          acknowledged: row.state.counters.lastInput, limits: cluster.sessionLimits),
        client: client)
      cluster.loggedIn(client, generation)
      let now = self.clock(cluster)
      self.update(character, cluster) { $0.started(now: now, directory: self.directory) }
    }
  }

  func inputReceived(_ input: PlayerInput, _ character: CharacterID, _ cluster: SimulatedCluster) {
    let now = clock(cluster)
    update(character, cluster) {
      $0.inputReceived(input, now: now, directory: self.directory).actions
    }
  }

  /// The client's connection is gone: the session waits for it, for a while.
  func connectionLost(_ character: CharacterID, _ cluster: SimulatedCluster) {
    sessions[character]?.client = nil
    sessions[character]?.leavesAt = clock(cluster) + .seconds(3)
  }

  /// Ends a session: first in storage, so that nothing of it can attach again.
  func leave(_ character: CharacterID, _ cluster: SimulatedCluster) {
    guard let route = sessions[character]?.route else { return }
    sessions[character]?.leavesAt = nil
    let generation = route.session.generation
    cluster.askStore(from: node, { $0.closeSession(character, generation) }) { cluster, closed in
      guard self.sessions[character]?.route.session == route.session else { return }
      guard closed != nil else {
        self.sessions[character]?.leavesAt = self.clock(cluster) + .milliseconds(500)
        return
      }
      let now = self.clock(cluster)
      self.update(character, cluster) { $0.leave(now: now, directory: self.directory) }
    }
  }

  // MARK: Routes

  func received(_ message: ClusterMessage, from: NodeID, _ cluster: SimulatedCluster) {
    guard case .shard(let shard) = from, let character = Self.character(of: message),
      let before = sessions[character]?.route.acknowledged
    else { return }
    if case .output = message {
    } else {
      cluster.trace { "\(self.node) hears from \(from): \(TraceText.of(message))" }
    }
    let now = clock(cluster)
    update(character, cluster) {
      $0.received(message, from: shard, now: now, directory: self.directory)
    }
    guard case .output(let output) = message, let route = sessions[character]?.route,
      route.acknowledged > before,
      route.session.generation == cluster.store.characters[character]?.generation
    else { return }
    cluster.checker.acknowledged(
      cluster.decode(output.frame), character, route.acknowledged, at: cluster.now)
  }

  private static func character(of message: ClusterMessage) -> CharacterID? {
    switch message {
    case .output(let m): m.character
    case .moved(let m): m.character
    case .detached(let m): m.character
    case .notHere(let m): m.character
    case .staleEpoch(let m): m.character
    case .attachRefused(let m): m.character
    case .left(let m): m.character
    default: nil
    }
  }

  private func update(
    _ character: CharacterID, _ cluster: SimulatedCluster,
    _ event: (inout SessionRoute) -> [SessionRoute.Action]
  ) {
    guard var session = sessions[character] else { return }
    let actions = event(&session.route)
    sessions[character] = session
    for action in actions { perform(action, session, cluster) }
  }

  private func perform(
    _ action: SessionRoute.Action, _ session: Session, _ cluster: SimulatedCluster
  ) {
    let character = session.route.session.character
    if case .deliver = action {
    } else {
      cluster.trace { "\(self.node) for \(character) \(TraceText.of(action))" }
    }
    switch action {
    case .send(let message, to: let shard):
      cluster.send(message, from: node, to: .shard(shard))
    case .deliver(let frame):
      guard let client = session.client else { return }
      cluster.deliver(frame, to: client, from: id)
    case .failed:
      if let client = session.client { cluster.closed(client, by: id) }
      sessions[character] = nil
    case .left:
      sessions[character] = nil
    case .heardEpoch:
      cluster.loadTable(of: node)
    case .attached, .waiting:
      break
    }
  }
}
