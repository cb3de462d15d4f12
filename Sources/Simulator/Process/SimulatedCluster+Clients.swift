import Cluster
import Model
import NIOCore
import Wire

extension SimulatedCluster {
  /// A client looks around about every 150 ms.
  func step(client: Int) {
    after(span(60_000, 250_000)) { $0.step(client: client) }
    switch clients[client].connection {
    case .offline:
      if clients[client].wantsOnline { connect(client) }
    case .waiting(_, let since):
      // Whatever went wrong, a new attempt opens a new session.
      if now - since >= .seconds(2) { disconnect(client) }
    case .online:
      play(client)
    }
  }

  private func play(_ client: Int) {
    if !isResting, now >= reduction.quietUntil, !reduction.playersStay {
      switch random.below(400) {
      case 0:
        count("log-outs")
        logOut(client)
        return
      case 1, 2:
        count("reconnects")
        disconnect(client)
        return
      case 3:
        // The gateway does not notice that the client has gone to another.
        count("take-overs")
        clients[client].connections += 1
        clients[client].connection = .offline
        return
      default: break
      }
    }
    if clients[client].knowsNumbers, !isResting || now < typingUntil { type(client) }
    if now >= reduction.quietUntil, !reduction.withoutWishes { wish(client) }
    guard !clients[client].unacknowledged.isEmpty,
      now - clients[client].sentAgainAt >= .seconds(1)
    else { return }
    resend(client)
  }

  private func type(_ client: Int) {
    guard clients[client].unacknowledged.count < 200 else { return }
    if chance(30), now >= reduction.quietUntil {
      clients[client].goal = nextGoal(from: clients[client].goal)
    }
    let input = PlayerInput(
      sequence: clients[client].last.next, motion: .target(clients[client].goal))
    clients[client].last = input.sequence
    clients[client].unacknowledged.append(input)
    send(input, client)
  }

  func resend(_ client: Int) {
    clients[client].sentAgainAt = now
    for input in clients[client].unacknowledged { send(input, client) }
  }

  /// A neighbouring region's middle.
  private func nextGoal(from position: Position) -> Position {
    let region = grid.region(at: position) ?? grid.regions[0]
    let near = grid.neighbours(of: region)
    return middle(of: near[Int(random.below(UInt32(near.count)))])
  }

  // MARK: The connection to a gateway: reliable and in order, until it breaks

  private func connect(_ client: Int) {
    let gateway = GatewayID(1 + random.below(UInt32(SimulatorLimits.gateways)))
    guard isUp(.gateway(gateway)) else { return }
    clients[client].connections += 1
    clients[client].connection = .waiting(gateway, since: now)
    let character = clients[client].character
    after(span(500, 5_000), in: .gateway(gateway)) {
      $0.gateways[gateway]?.logIn(client, character, $0)
    }
  }

  /// Whether a client still waits for this gateway's answer to its log-in.
  func isWaiting(_ client: Int, at gateway: GatewayID) -> Bool {
    if case .waiting(gateway, _) = clients[client].connection { true } else { false }
  }

  func loggedIn(_ client: Int, _ generation: SessionGeneration) {
    guard case .waiting(let gateway, _) = clients[client].connection else { return }
    clients[client].connection = .online(gateway, generation)
    trace { "client \(client) is online at \(gateway), generation \(generation.rawValue)" }
    resend(client)
  }

  private func send(_ input: PlayerInput, _ client: Int) {
    guard case .online(let gateway, let generation) = clients[client].connection else { return }
    let character = clients[client].character
    // A constant delay keeps the order.
    after(.milliseconds(3), in: .gateway(gateway)) { cluster in
      guard let at = cluster.gateways[gateway],
        at.sessions[character]?.route.session.generation == generation
      else { return }
      at.inputReceived(input, character, cluster)
    }
  }

  func deliver(_ frame: ByteBuffer, to client: Int, from gateway: GatewayID) {
    guard clients[client].gateway == gateway else { return }
    let own = decode(frame)
    let connections = clients[client].connections
    after(.milliseconds(3)) { cluster in
      guard cluster.clients[client].connections == connections else { return }
      cluster.compare(own, client)
      cluster.look(own.view, client)
      cluster.saw(own, client)
    }
  }

  /// What a client sees goes on from what it saw.
  private func compare(_ own: OwnFrame, _ client: Int) {
    guard let seen = clients[client].seen, seen.connections == clients[client].connections,
      own.isBefore(seen.frame)
    else { return }
    checker.violated(
      "shown-the-past", clients[client].character, at: now,
      """
      client \(client) saw \(own.counters.lastInput.rawValue) of s\(own.sequence.rawValue) after \
      \(seen.frame.counters.lastInput.rawValue) of s\(seen.frame.sequence.rawValue)
      """)
  }

  /// What a client is shown continues the view that it has, or begins another before long. Who waits
  /// for a log-in is shown nothing, whatever this network still brings of an older session.
  private func look(_ view: SimulatedView, _ client: Int) {
    guard clients[client].isOnline else { return }
    clients[client].view.shown(view, now: now)
    guard let since = clients[client].view.strayingSince,
      now - since > SimulatorLimits.strayViewMax
    else { return }
    checker.violated(
      "view-astray", clients[client].character, at: now,
      "client \(client) is shown part \(view.part) of view \(view.number), which it does not have")
  }

  private func saw(_ own: OwnFrame, _ client: Int) {
    let character = clients[client].character
    if own.counters.applied + own.counters.gaps != own.counters.lastInput.rawValue {
      checker.violated(
        "counters-do-not-add-up", character, at: now,
        "client \(client) saw \(own.counters)")
    }
    clients[client].seen = (own, clients[client].connections)
    if !clients[client].knowsNumbers {
      clients[client].knowsNumbers = true
      clients[client].last = own.counters.lastInput
    }
    let last = own.counters.lastInput
    for input in clients[client].unacknowledged.prefix(while: { $0.sequence <= last })
    where !checker.lineages.contains(input.sequence, in: own.lineage) && own.counters.gaps == 0 {
      checker.violated(
        "acknowledged-not-applied", character, at: now,
        "client \(client) saw input \(input.sequence.rawValue) acknowledged, nobody applied it")
    }
    clients[client].unacknowledged.removeAll { $0.sequence <= last }
    heard(own.answers, client)
  }

  /// The gateway ends the connection.
  func closed(_ client: Int, by gateway: GatewayID) {
    guard clients[client].gateway == gateway else { return }
    clients[client].connections += 1
    clients[client].connection = .offline
  }

  /// The connection breaks, and the gateway notices; the client comes back by itself.
  func disconnect(_ client: Int) {
    guard let gateway = clients[client].gateway else { return }
    let character = clients[client].character
    let generation: SessionGeneration? =
      if case .online(_, let generation) = clients[client].connection { generation } else { nil }
    clients[client].connections += 1
    clients[client].connection = .offline
    after(.milliseconds(3), in: .gateway(gateway)) { cluster in
      guard let at = cluster.gateways[gateway],
        at.sessions[character]?.route.session.generation == generation
      else { return }
      at.connectionLost(character, cluster)
    }
  }

  /// The player goes home, and comes back later with a client that remembers nothing.
  private func logOut(_ client: Int) {
    guard case .online(let gateway, let generation) = clients[client].connection else { return }
    let character = clients[client].character
    clients[client].connections += 1
    clients[client].connection = .offline
    clients[client].wantsOnline = false
    clients[client].unacknowledged = []
    clients[client].knowsNumbers = false
    clients[client].wish = nil
    clients[client].login += 1
    clients[client].wishes = 0
    after(.milliseconds(3), in: .gateway(gateway)) { cluster in
      guard let at = cluster.gateways[gateway],
        at.sessions[character]?.route.session.generation == generation
      else { return }
      at.sessions[character]?.client = nil
      at.leave(character, cluster)
    }
    after(span(500_000, 6_000_000)) { $0.clients[client].wantsOnline = true }
  }
}
