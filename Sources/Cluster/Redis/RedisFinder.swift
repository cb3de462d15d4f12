import CoreMetrics
import NIOCore
import Synchronization

/// Finds the server that a connection should lead to, anew for each connection: the one of the
/// address, the master that sentinels name, or the owner of a slot of a Redis Cluster.
///
/// It never believes an answer alone: `verdict(on:)` judges what the server says of itself.
final class RedisFinder: Sendable {
  private let address: RedisAddress
  private let slot: RedisSlot
  private let loop: any EventLoop
  private let timeout: TimeAmount
  private let route: Mutex<RedisRoute>
  private let last = Mutex<RedisEndpoint?>(nil)
  private let figures = RedisFigures()

  init(_ address: RedisAddress, slot: RedisSlot, on loop: any EventLoop, timeout: TimeAmount) {
    self.address = address
    self.slot = slot
    self.loop = loop
    self.timeout = timeout
    route = Mutex(RedisRoute(address.endpoints))
  }

  /// The server to connect to, as far as anybody says.
  ///
  /// - Throws: `RedisError.noServer` when nobody knows one.
  func find() async throws(RedisError) -> RedisEndpoint {
    switch address.topology {
    case .single: return address.endpoints[0]
    case .sentinel(let sentinel): return try await master(sentinel)
    case .cluster:
      if let hint = route.withLock({ $0.takeHint() }) { return hint }
      return try await owner()
    }
  }

  /// The question to a server, after logging in, whether it is the right one.
  var check: RedisCommand {
    switch address.topology {
    case .single: ["PING"]
    case .sentinel: ["ROLE"]
    case .cluster: ["EXISTS", slot.key]
    }
  }

  /// What its answer means: nil when it is the right one.
  func verdict(on reply: RedisReply, from endpoint: RedisEndpoint) -> RedisError? {
    switch (address.topology, reply) {
    case (.cluster, .error(let text)) where text.hasPrefix("ASK "): nil  // still its owner
    case (_, .error(let text)): .server(text)
    case (.single, .status("PONG")), (.cluster, .integer): nil
    case (.sentinel, .array): RedisTopology.isMaster(reply) ? nil : .notMaster(endpoint)
    default: .malformedReply("not the answer to the first question")
    }
  }

  /// Somebody reached the server and found it right.
  func found(_ endpoint: RedisEndpoint) {
    let before = last.withLock { last in
      defer { last = endpoint }
      return last
    }
    if let before, before != endpoint { figures.moves.increment() }
  }

  /// The server that `find` named could not be reached or was the wrong one.
  func failed() { route.withLock { $0.misled() } }

  /// A server refused something because it is the wrong one.
  func heard(_ refusal: RedisRefusal) {
    route.withLock { route in
      switch refusal {
      case .moved(let endpoint?): route.redirected(to: endpoint)
      case .moved(nil), .replica, .clusterDown: route.misled()
      }
    }
  }

  /// Whether a server that was the right one still is, as far as anybody says. Sentinels may have
  /// chosen another one while the old one, cut off from them, knows nothing of it.
  func isStillRight(_ endpoint: RedisEndpoint) async -> Bool {
    guard case .sentinel(let sentinel) = address.topology else { return true }
    do {
      return try await master(sentinel) == endpoint
    } catch {
      return true  // nobody says otherwise
    }
  }

  private func master(_ sentinel: RedisAddress.Sentinel) async throws(RedisError) -> RedisEndpoint {
    try await firstAnswer(
      to: ["SENTINEL", "get-master-addr-by-name", sentinel.master],
      logIn: RedisAddress.authentication(sentinel.user, sentinel.password)
    ) { reply, _ throws(RedisError) in
      guard let master = try RedisTopology.master(reply) else {
        throw .noServer("it knows no master '\(sentinel.master)'")
      }
      return master
    }
  }

  private func owner() async throws(RedisError) -> RedisEndpoint {
    try await firstAnswer(
      to: ["CLUSTER", "SLOTS"],
      logIn: RedisAddress.authentication(address.user, address.password)
    ) { reply, asked throws(RedisError) in
      let slots = try RedisTopology.slots(reply, of: self.slot, asked: asked)
      self.route.withLock { $0.learned(slots.nodes) }
      guard let owner = slots.owner else {
        throw .noServer("it knows no owner of slot \(self.slot.number)")
      }
      return owner
    }
  }

  /// Asks one after the other.
  private func firstAnswer(
    to question: RedisCommand, logIn: [RedisCommand],
    _ read: (RedisReply, RedisEndpoint) throws(RedisError) -> RedisEndpoint
  ) async throws(RedisError) -> RedisEndpoint {
    var reasons: [String] = []
    for endpoint in route.withLock({ $0.toAsk }) {
      do throws(RedisError) {
        let replies = try await endpoint.ask(logIn + [question], on: loop, timeout: timeout)
        for case .error(let text) in replies { throw .server(text) }
        guard let reply = replies.last else { throw .connectionLost }
        let answer = try read(reply, endpoint)
        route.withLock { $0.answered(endpoint) }
        return answer
      } catch {
        reasons.append("\(endpoint): \(error)")
      }
      if Task.isCancelled { break }
    }
    throw .noServer(reasons.joined(separator: "; "))
  }
}
