/// Why a command has no reply.
public enum RedisError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no connection at the moment; nothing was sent.
  case notConnected
  /// The connection broke while the command was under way: nobody knows whether it was executed.
  case connectionLost
  /// No reply in time: nobody knows whether it was or will be executed.
  case timedOut
  /// `ClusterLimits.redisOutstandingCommandsMax` are under way; nothing was sent.
  case tooManyOutstanding
  /// Longer than `ClusterLimits.redisCommandBytesMax`, or without a word; nothing was sent.
  case commandTooLarge
  /// The server refused: its own words, which start with a code such as `READONLY`.
  case server(String)
  /// The server does not speak Redis' protocol as we know it.
  case malformedReply(String)
  /// `shutdown` was called.
  case closed
  /// Not an address of Redis: why, without anything of the text.
  case malformedURL(String)
  /// Nobody listens there.
  case unreachable(RedisEndpoint)
  /// Neither sentinels nor nodes of a cluster lead to a server: what each of them said.
  case noServer(String)
  /// A server that sentinels call the master says that it is none.
  case notMaster(RedisEndpoint)

  /// Whether the command certainly had no effect.
  public var isWithoutEffect: Bool {
    switch self {
    case .notConnected, .tooManyOutstanding, .commandTooLarge, .closed, .malformedURL,
      .unreachable, .noServer, .notMaster:
      true
    case .connectionLost, .timedOut, .server, .malformedReply: false
    }
  }

  public var description: String {
    switch self {
    case .notConnected: "no connection to Redis"
    case .connectionLost: "the connection to Redis broke"
    case .timedOut: "no reply in time"
    case .tooManyOutstanding: "too many commands wait for their replies"
    case .commandTooLarge: "the command is too large"
    case .server(let words): "Redis refused: \(words)"
    case .malformedReply(let why): "this is not Redis' protocol: \(why)"
    case .closed: "the connection to Redis was shut down"
    case .malformedURL(let why): "not an address of Redis: \(why)"
    case .unreachable(let endpoint): "\(endpoint) cannot be reached"
    case .noServer(let why): "nobody knows the right server (\(why))"
    case .notMaster(let endpoint): "\(endpoint) is no master yet, or no longer"
    }
  }
}
