/// Why a command has no reply.
public enum RedisError: Error, Hashable, Sendable {
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
  /// Not a `redis://` URL.
  case malformedURL(String)

  /// Whether the command certainly had no effect.
  public var isWithoutEffect: Bool {
    switch self {
    case .notConnected, .tooManyOutstanding, .commandTooLarge, .closed, .malformedURL: true
    case .connectionLost, .timedOut, .server, .malformedReply: false
    }
  }
}
