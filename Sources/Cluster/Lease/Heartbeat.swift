import Model

/// One round trip of a node: renew its own lease and read everybody's, in one step, so that what is
/// read belongs to one run and one data set of Redis.
enum Heartbeat {
  struct Result: Hashable, Sendable {
    enum Status: Hashable, Sendable {
      case held
      case refused(Lease.Refusal)
    }

    var status: Status
    var instance: RedisInstance
    var nodes: [NodeRecord]
    /// Records that cannot be read: of another version, or foreign.
    var malformed: Int
  }

  /// KEYS: own lease, set of names, generation. ARGV: own name, incarnation, record, time to live in
  /// ms, "1" to take over from a predecessor, a fresh generation, prefix of leases, channel.
  static let script = RedisScript(
    """
    local own = redis.call('GET', KEYS[1])
    local status = 'held'
    if own and string.sub(own, 1, 20) > ARGV[2] then
      status = 'successor'
    elseif own and string.sub(own, 1, 20) < ARGV[2] and ARGV[5] ~= '1' then
      status = 'predecessor'
    else
      redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
      redis.call('SADD', KEYS[2], ARGV[1])
      if own ~= ARGV[3] then redis.call('PUBLISH', ARGV[8], ARGV[1]) end
    end
    redis.call('SET', KEYS[3], ARGV[6], 'NX')
    local records = {}
    for _, name in ipairs(redis.call('SMEMBERS', KEYS[2])) do
      local record = redis.call('GET', ARGV[7] .. name)
      if record then
        records[#records + 1] = record
      else
        redis.call('SREM', KEYS[2], name)
        redis.call('PUBLISH', ARGV[8], name)
      end
    end
    local server = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
    local history = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
    return {status, server .. ':' .. (history or ''), redis.call('GET', KEYS[3]), records}
    """)

  /// KEYS: own lease, set of names. ARGV: own name, incarnation, channel.
  static let release = RedisScript(
    """
    local own = redis.call('GET', KEYS[1])
    if own and string.sub(own, 1, 20) == ARGV[2] then
      redis.call('DEL', KEYS[1])
      redis.call('SREM', KEYS[2], ARGV[1])
      redis.call('PUBLISH', ARGV[3], ARGV[1])
      return 1
    end
    return 0
    """)

  static func parse(_ reply: RedisReply) throws(RedisError) -> Result {
    guard let parts = reply.array, parts.count == 4, let word = parts[0].string,
      let runID = parts[1].string, let generation = parts[2].string,
      let records = parts[3].array
    else { throw .malformedReply("not the reply of a heartbeat") }
    let status: Result.Status
    switch word {
    case "held": status = .held
    case "predecessor": status = .refused(.heldByPredecessor)
    case "successor": status = .refused(.heldBySuccessor)
    default: throw .malformedReply("not the status of a lease: \(word)")
    }
    let nodes = records.prefix(ClusterLimits.nodesMax).compactMap { record in
      record.bytes.flatMap { try? NodeRecord(encoded: $0) }
    }
    return Result(
      status: status, instance: RedisInstance(runID: runID, generation: generation),
      nodes: nodes.sorted { $0.node.description < $1.node.description },
      malformed: records.count - nodes.count)
  }
}
