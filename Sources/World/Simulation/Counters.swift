/// What hit a limit or was passed over since the simulation began; for metrics.
public struct Counters: Hashable, Sendable {
  public var refusedFull: UInt64 = 0
  public var ghostsRefused: UInt64 = 0
  /// Intents for entities that are not (or no longer) here, or not ours.
  public var ignored: UInt64 = 0
  public var pathsFound: UInt64 = 0
  public var pathsCut: UInt64 = 0
  public var pathsDelayed: UInt64 = 0
  /// Players who entered inside a wall and were put beside it.
  public var displaced: UInt64 = 0

  public init() {}
}
