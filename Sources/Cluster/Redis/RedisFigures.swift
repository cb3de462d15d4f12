import CoreMetrics

/// What is counted about connections to Redis.
struct RedisFigures: Sendable {
  let commands = Counter(label: "pangea_redis_commands_total")
  let refused = Counter(label: "pangea_redis_refused_total")
  let timeouts = Counter(label: "pangea_redis_timeouts_total")
  let disconnects = Counter(label: "pangea_redis_disconnects_total")
  let moves = Counter(label: "pangea_redis_moves_total")
  let latency = Timer(label: "pangea_redis_latency_seconds")
}
