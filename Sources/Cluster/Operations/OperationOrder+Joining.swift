import Wire

extension OperationOrder.Kind {
  /// Whether a node that comes before the deadline is asked as well. Only what may be done twice to
  /// the same players, or is done once however many are asked: whoever comes back at a node that has
  /// just started was elsewhere before.
  public var takesLateJoiners: Bool {
    switch self {
    case .announce, .kick, .logLevel, .trace: false
    case .mutes, .teleport, .attributes: true
    }
  }

  /// Whether one process does it for all: the shard whose region holds the character. Every shard is
  /// asked, because nobody knows where it will be; who has it does it, and the others are told that
  /// it is done.
  public var isForHolder: Bool {
    switch self {
    case .announce, .kick, .mutes, .trace, .logLevel: false
    case .teleport, .attributes: true
    }
  }

  /// Whether it is about processes, not players: admin processes are asked as well.
  public var isForProcesses: Bool {
    switch self {
    case .logLevel: true
    case .announce, .kick, .mutes, .trace, .teleport, .attributes: false
    }
  }
}
