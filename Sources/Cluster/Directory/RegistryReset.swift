import Logging

/// Empties what a cluster keeps in Redis, as long as nobody of it lives.
///
/// A Redis of others outlives the cluster. The directory of an earlier world with its higher epochs
/// would lead everybody of a new one astray, while what is right comes back from storage and from
/// the owners in any case.
public enum RegistryReset {
  /// KEYS: the set of names, then whatever else is emptied. ARGV: prefix of leases. Answers the names
  /// of those that live; then nothing was emptied.
  static let script = RedisScript(
    """
    local living = {}
    for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
      if redis.call('EXISTS', ARGV[1] .. name) == 1 then living[#living + 1] = name end
    end
    if #living == 0 then redis.call('DEL', unpack(KEYS)) end
    return living
    """)

  /// Returns the nodes that live, by name; when there is none, nothing of the cluster is left.
  public static func run(
    _ redis: RedisClient, keys: ClusterKeys, logger: Logger
  ) async throws(RedisError) -> [String] {
    let reply = try await redis.evaluate(
      script,
      keys: [
        keys.nodes, keys.generation, keys.directory, keys.directoryVersion, keys.plan,
        keys.placementLease,
      ],
      arguments: [Array(keys.nodePrefix.utf8)])
    guard let names = reply.array else { throw .malformedReply("not a list of nodes") }
    let living = names.compactMap(\.string).sorted()
    logger.debug(
      living.isEmpty ? "the registry is empty now" : "the registry is in use",
      metadata: ["nodes": "\(living.joined(separator: ", "))"])
    return living
  }
}
