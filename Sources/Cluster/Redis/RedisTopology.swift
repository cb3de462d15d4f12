/// What sentinels and the nodes of a Redis Cluster answer when they are asked who is the right one.
enum RedisTopology {
  /// The answer to `SENTINEL get-master-addr-by-name`; nil: it knows no master of that name.
  static func master(_ reply: RedisReply) throws(RedisError) -> RedisEndpoint? {
    if case .null = reply { return nil }
    guard let parts = reply.array, parts.count == 2, let host = parts[0].string, !host.isEmpty,
      let port = parts[1].string.flatMap({ Int($0) }), (1...65_535).contains(port)
    else { throw .malformedReply("not the address of a master") }
    return RedisEndpoint(host: host, port: port)
  }

  /// The answer to `ROLE`.
  static func isMaster(_ reply: RedisReply) -> Bool { reply.array?.first?.string == "master" }

  /// What `CLUSTER SLOTS` tells.
  struct Slots: Hashable {
    /// The owner of the slot; nil: nobody owns it, or it is not known where it listens.
    var owner: RedisEndpoint?
    /// Every node, masters and replicas, at most `ClusterLimits.redisServersMax`.
    var nodes: [RedisEndpoint] = []
  }

  /// - Parameter asked: who answered; a node may leave its own host out.
  static func slots(
    _ reply: RedisReply, of slot: RedisSlot, asked: RedisEndpoint
  ) throws(RedisError) -> Slots {
    guard let ranges = reply.array else { throw .malformedReply("not a table of slots") }
    var slots = Slots()
    var seen: Set<RedisEndpoint> = []
    for range in ranges {
      guard let parts = range.array, parts.count >= 3, let first = parts[0].integer,
        let last = parts[1].integer
      else { throw .malformedReply("not a range of slots") }
      for (index, part) in parts.dropFirst(2).enumerated() {
        guard let node = node(part, asked: asked) else { continue }
        if index == 0, first <= slot.number, slot.number <= last { slots.owner = node }
        if seen.count < ClusterLimits.redisServersMax, seen.insert(node).inserted {
          slots.nodes.append(node)
        }
      }
    }
    return slots
  }

  private static func node(_ reply: RedisReply, asked: RedisEndpoint) -> RedisEndpoint? {
    guard let parts = reply.array, parts.count >= 2, let port = parts[1].integer,
      (1...65_535).contains(port)
    else { return nil }
    let host = parts[0].string ?? ""
    if host == "?" { return nil }
    return RedisEndpoint(host: host.isEmpty ? asked.host : host, port: Int(port))
  }
}
