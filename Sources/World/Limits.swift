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

  /// Creatures of one region. Spawn points beyond it stay empty; counted in
  /// `Counters.creaturesRefused`.
  public static let creaturesMax = 1_024

  /// Items on the ground of one region. At the limit players drop nothing (`placeToDrop` is nil), and
  /// of what comes to lie there otherwise the oldest goes: `Effect.decayed`, counted in
  /// `Counters.groundItemsCrowdedOut`.
  public static let groundItemsMax = 512

  /// Things that one death leaves behind. Loot tables have no more entries; the rest of a longer one
  /// does not drop.
  public static let lootDropsMax = 32

  /// NPCs of one region. Content with more is refused; who is too much anyhow is not there and
  /// counted in `Counters.npcsRefused`.
  public static let npcsMax = 128

  /// Chests of one region. Content with more is refused; what is too much anyhow is not there and
  /// counted in `Counters.chestsRefused`.
  public static let chestsMax = 128

  /// Players whom a creature remembers for what they did to it. At the limit the one who did least
  /// is forgotten.
  public static let threatsMax = 8

  /// Projectiles in the air at once. At the limit one meets its target at once; counted in
  /// `Counters.flightsCut`.
  public static let flightsMax = 4_096

  /// Whom a skill with a radius meets at most, besides its target: the lowest slots.
  public static let splashMax = 32

  /// Events of one step. At the limit the rest is not shown to anybody; counted in
  /// `Counters.eventsDropped`. What happened is not touched by it.
  public static let eventsMax = 4_096

  /// Deeds that wait for somebody who is being handed over. At the limit the newest is dropped and
  /// counted in `Counters.deedsDropped`.
  public static let deedsHeldMax = 4_096

  /// Cooldowns remembered of one player: more skills than that are never ready at once.
  public static let cooldownsMax = 64

  /// The window over which conduct is judged, in ticks.
  public static let conductTicks: UInt64 = 100

  /// Uses in a window, refused or not: as many as a human with all keys held down does not reach.
  /// At the limit `Effect.violation` tells.
  public static let usesPerWindowMax: UInt16 = 80

  /// Uses in a window more than `earlyTicks` before the skill is ready.
  public static let earlyUsesPerWindowMax: UInt16 = 25

  /// Uses in a window further than twice the allowance out of range.
  public static let farUsesPerWindowMax: UInt16 = 25

  /// So many ticks early is the line's fault: refused, but no offence.
  public static let earlyTicks: UInt64 = 3

  /// The target may have gone so many ticks of a player's way since the client saw it.
  public static let rangeAllowanceTicks: Int32 = 3
}
