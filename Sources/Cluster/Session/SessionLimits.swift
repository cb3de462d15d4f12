import Model

/// What a session's route and its inputs are allowed, and when it tries again.
public struct SessionLimits: Hashable, Sendable {
  /// Inputs that a region keeps of one character before it applies them. When full the newest is
  /// refused and counted in `InputWindow.refused`; the gateway sends it again.
  public var inputsWaitingMax = 64
  /// Inputs that a gateway keeps until an update acknowledges them: 12 seconds at 20 a second.
  /// When full the newest is refused and counted in `SessionRoute.inputsRefused`; the client, which
  /// keeps its own, sends it again.
  public var inputsUnacknowledgedMax = 256
  /// Inputs in one message to a region; the rest follows when these are acknowledged.
  public var inputsPerMessageMax = 64
  /// How far ahead of the last input the next may be. An input beyond is refused: numbers that
  /// jump at will would run out.
  public var inputJumpMax: UInt64 = 1 << 20
  /// Silence after which unacknowledged inputs are sent again, also when there are none.
  public var resendAfter = BootTime.Span.milliseconds(300)
  /// Silence after which the client is told that its region is away.
  public var awayAfter = BootTime.Span.seconds(1)
  /// The longest time without a word to the region: it lets characters go whose session is silent.
  public var keepAliveEvery = BootTime.Span.seconds(5)
  /// The first wait for the answer to an attach or a leave; each further one is twice as long.
  public var answerWithin = BootTime.Span.milliseconds(500)
  /// The longest wait between two attempts.
  public var answerWithinMax = BootTime.Span.seconds(4)
  /// How often a character in the line of its region tries again: so old may be what its player
  /// knows of its place.
  public var lineTriedEvery = BootTime.Span.seconds(1)

  public init() {}
}
