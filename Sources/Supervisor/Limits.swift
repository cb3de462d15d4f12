/// The limits of the supervisor, each with what happens when it is hit.
public enum SupervisorLimits {
  /// Most shards that one machine may be asked for; more is a usage error.
  public static let shardsMax = 32
  /// Most gateways that one machine may be asked for; more is a usage error.
  public static let gatewaysMax = 8
  /// Deaths before readiness, in a row, after which a child is given up.
  public static let earlyDeathsMax = 5
  /// The longest pause before a child is started again.
  public static let restartPauseMax: Duration = .seconds(5)
  /// A child that lived longer than this after it was ready is started again without a pause.
  public static let steadyLifeMin: Duration = .seconds(5)
  /// How long a cluster may take until it is ready; then the start fails and names the slow ones.
  public static let startMax: Duration = .seconds(120)
  /// How long a readiness question may take; later counts as "no".
  public static let probeMax: Duration = .seconds(2)
  /// How long the children of one role may take to end after SIGTERM; then SIGKILL ends them.
  public static let drainMax: Duration = .seconds(10)
  /// The longest line of a child's output in bytes; a longer one is cut into several.
  public static let logLineBytesMax = 16 * 1024
  /// The size at which a child's log file is moved to `NAME.log.1`, whose old content goes.
  public static let logFileBytesMax = 64 * 1024 * 1024
  /// The longest request or reply on the control socket in bytes; a longer one is refused.
  public static let controlBytesMax = 64 * 1024
  /// How many control connections are served at once; more wait in the kernel's backlog.
  public static let controlConnectionsMax = 16
  /// How long a client of the control socket may take to say what it wants.
  public static let controlRequestMax: Duration = .seconds(10)
}
