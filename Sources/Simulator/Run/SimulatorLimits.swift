import Model

/// The size of a simulated cluster and of its reports.
enum SimulatorLimits {
  static let shards = 3
  static let gateways = 2
  static let clients = 5
  /// The world: one map of so many regions.
  static let columns = 3
  static let rows = 2
  static let goldAtFirst: UInt64 = 50
  static let itemsAtFirst = 2
  /// How often a player who waits for nothing wishes something, each time it looks around.
  static let wishPercent: UInt32 = 12
  /// How often a wish is asked again though it is answered.
  static let echoPercent: UInt32 = 8
  /// Regions that one shard sends away at a time; a real one sends one.
  static let departures = 2
  /// Crashes that wait until a shard accepts a character.
  static let ambushPercent: UInt32 = 30
  /// Between two checkpoints of a region.
  static let checkpointTicks: UInt64 = 20
  /// How long a shard that was told to stop waits for a plan without it.
  static let drainPatience = BootTime.Span.seconds(6)
  /// Violations that one report lists. The run ends with the first; its consequences are noise.
  static let violationsMax = 4
  /// Failed seeds that the report of a campaign keeps; the others it counts.
  static let failuresMax = 20
  /// Lines of a trace; the last before the violation.
  static let traceLinesMax = 400
  /// Lines of the trace of a shrunk schedule; the last before the violation, and the faults.
  static let shortTraceLinesMax = 120
  /// How long a client may be shown what does not continue its view, in a row.
  static let strayViewMax = BootTime.Span.seconds(2)
  /// After how long a process notices that a connection broke.
  static let linkLossSeen = BootTime.Span.milliseconds(250)
  /// How long the cluster may take to come to rest after the last fault.
  static let restWithin = BootTime.Span.seconds(40)
}
