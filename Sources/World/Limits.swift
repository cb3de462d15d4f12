/// The most of everything that a region holds or does in a tick, and what happens at the limit.
public enum Limits {
  /// Owned entities and ghosts of one region together. At the limit `enter` is refused with
  /// `Refusal.full`, which the simulation also counts in `Counters.refusedFull`.
  public static let entitiesMax = 4_096

  /// Ghosts of one region: three quarters, so that a crowd across the border never keeps a player
  /// out. At the limit a ghost is not shown and counted in `Counters.ghostsRefused`.
  public static let ghostsMax = 3_072

  /// Intents taken in one step. The caller keeps the rest for the next tick: handing over more is
  /// a bug and traps.
  public static let intentsMax = 65_536

  /// Tiles looked at in one search for a path. At the limit the walk goes to the nearest place
  /// found so far and searches again from there; counted in `Counters.pathsCut`.
  public static let pathNodesMax = 4_096

  /// Tiles looked at by all searches of one tick: a few milliseconds. At the limit the walks still
  /// waiting are planned in the next tick, first come first served; counted in
  /// `Counters.pathsDelayed`.
  public static let pathNodesPerTickMax = 16_384

  /// Corners of a path remembered at once. A longer path is searched again from the last one.
  public static let waypointsMax = 8

  /// Tiles looked at around a blocked place for a free one, when somebody enters inside a wall
  /// (the map changed since). At the limit `enter` is refused with `Refusal.blocked`.
  public static let placementTilesMax = 1_024
}
