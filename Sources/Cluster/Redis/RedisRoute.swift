/// Whom to ask for the right server, in which order: who answered well comes first, who led astray
/// last.
struct RedisRoute: Hashable, Sendable {
  private let given: [RedisEndpoint]
  /// In the order in which they are asked.
  private(set) var toAsk: [RedisEndpoint]
  private var hint: RedisEndpoint?

  init(_ given: [RedisEndpoint]) {
    self.given = given
    toAsk = given
  }

  /// This one gave an answer.
  mutating func answered(_ endpoint: RedisEndpoint) { move(endpoint) { $0.insert($1, at: 0) } }

  /// Whom the last answer came from was wrong or too late: the others come first now.
  mutating func misled() {
    guard let first = toAsk.first else { return }
    move(first) { $0.append($1) }
  }

  /// A node named another as the right one.
  mutating func redirected(to endpoint: RedisEndpoint?) { hint = endpoint }

  /// Where the last redirection led; only once, it may be wrong.
  mutating func takeHint() -> RedisEndpoint? {
    defer { hint = nil }
    return hint
  }

  /// These make up the cluster now; those of the address stay, whoever they are.
  mutating func learned(_ nodes: [RedisEndpoint]) {
    let known = Set(given).union(nodes)
    toAsk.removeAll { !known.contains($0) }
    for node in given + nodes
    where !toAsk.contains(node) && toAsk.count < given.count + ClusterLimits.redisServersMax {
      toAsk.append(node)
    }
  }

  private mutating func move(
    _ endpoint: RedisEndpoint, _ place: (inout [RedisEndpoint], RedisEndpoint) -> Void
  ) {
    guard let index = toAsk.firstIndex(of: endpoint) else { return }
    toAsk.remove(at: index)
    place(&toAsk, endpoint)
  }
}
