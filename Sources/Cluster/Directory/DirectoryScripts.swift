import Model

/// What runs inside Redis for the directory.
enum DirectoryScripts {
  /// KEYS: directory, version, generation. ARGV: channel, a fresh generation, then pairs of region
  /// and record. Answers, for each region, 1 or the record that stands in the way.
  ///
  /// The rule is `DirectoryRecord.replaces`: a higher epoch, or at the same one the release of what
  /// stands there. A record that stands there already is fine and publishes nothing.
  static let register = RedisScript(
    """
    redis.call('SET', KEYS[3], ARGV[2], 'NX')
    local generation = redis.call('GET', KEYS[3])
    local answers = {}
    for i = 3, #ARGV, 2 do
      local region, record = ARGV[i], ARGV[i + 1]
      local old = redis.call('HGET', KEYS[1], region)
      local epoch = string.sub(record, 1, 20)
      local replaces = true
      if old then
        local before = string.sub(old, 1, 20)
        local gives = string.sub(record, 22) == 'released' and string.sub(old, 22) ~= 'released'
        replaces = before < epoch or (before == epoch and gives)
      end
      if replaces then
        redis.call('HSET', KEYS[1], region, record)
        local version = redis.call('INCR', KEYS[2])
        redis.call('PUBLISH', ARGV[1],
          generation .. ' ' .. string.format('%d', version) .. ' ' .. region .. ' ' .. record)
        answers[#answers + 1] = 1
      elseif old == record then
        answers[#answers + 1] = 1
      else
        answers[#answers + 1] = old
      end
    end
    return answers
    """)

  /// KEYS: directory, version, generation. ARGV: a fresh generation, the generation and version that
  /// the reader has, then the regions it declares. Answers generation, version and the whole table,
  /// read in one step; or, when the reader's is of this version, of the regions it declares alone.
  static let load = RedisScript(
    """
    redis.call('SET', KEYS[3], ARGV[1], 'NX')
    local generation = redis.call('GET', KEYS[3])
    local version = redis.call('GET', KEYS[2]) or '0'
    if generation ~= ARGV[2] or version ~= ARGV[3] then
      return {generation, version, 1, redis.call('HGETALL', KEYS[1])}
    end
    local own = {}
    for i = 4, #ARGV do
      local record = redis.call('HGET', KEYS[1], ARGV[i])
      if record then
        own[#own + 1] = ARGV[i]
        own[#own + 1] = record
      end
    end
    return {generation, version, 0, own}
    """)

  /// What `load` answered.
  struct Loaded {
    var generation: String
    var version: UInt64
    /// Whether `records` are all there are.
    var isWhole: Bool
    var records: [RegionID: DirectoryRecord]
  }

  static func parse(load reply: RedisReply) throws(RedisError) -> Loaded {
    guard let parts = reply.array, parts.count == 4, let generation = parts[0].string,
      let version = parts[1].string.flatMap({ UInt64($0) }), let isWhole = parts[2].integer,
      let fields = parts[3].array,
      fields.count.isMultiple(of: 2)
    else { throw .malformedReply("not a directory") }
    guard fields.count / 2 <= ClusterLimits.regionsMax else {
      throw .malformedReply("a directory of more than \(ClusterLimits.regionsMax) regions")
    }
    var records: [RegionID: DirectoryRecord] = [:]
    for index in stride(from: 0, to: fields.count, by: 2) {
      guard let region = fields[index].string.flatMap({ UInt32($0) }),
        let record = fields[index + 1].string.flatMap({ DirectoryText.record($0) })
      else { throw .malformedReply("not a record of the directory") }
      records[RegionID(rawValue: region)] = record
    }
    return Loaded(
      generation: generation, version: version, isWhole: isWhole == 1, records: records)
  }
}
