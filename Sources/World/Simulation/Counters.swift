/// What hit a limit or was passed over since the simulation began; for metrics.
public struct Counters: Hashable, Sendable {
  public var refusedFull: UInt64 = 0
  public var ghostsRefused: UInt64 = 0
  /// Intents for entities that are not (or no longer) here, or not ours.
  public var ignored: UInt64 = 0
  public var pathsFound: UInt64 = 0
  public var pathsCut: UInt64 = 0
  public var pathsDelayed: UInt64 = 0
  /// Players who entered, and things that were laid, inside a wall and were put beside it.
  public var displaced: UInt64 = 0
  /// Creatures for whom there was no room, in the table or on the ground.
  public var creaturesRefused: UInt64 = 0
  /// Deeds whose target was gone, or had moved on twice, or for whom too many waited.
  public var deedsDropped: UInt64 = 0
  /// Deeds passed on to the region to which the target had moved on.
  public var deedsForwarded: UInt64 = 0
  public var flightsCut: UInt64 = 0
  public var eventsDropped: UInt64 = 0
  /// Times that a player came into a fight.
  public var fights: UInt64 = 0
  public var creatureDeaths: UInt64 = 0
  public var playerDeaths: UInt64 = 0
  /// Rewards given to players of this region.
  public var rewards: UInt64 = 0
  public var chestsOpened: UInt64 = 0
  /// Drops of creatures that died and of chests that were opened here.
  public var lootDrops: UInt64 = 0
  /// Items that went from the ground by themselves.
  public var groundItemsDecayed: UInt64 = 0
  /// Those of them that went before their time because of `Limits.groundItemsMax`.
  public var groundItemsCrowdedOut: UInt64 = 0
  /// Items for which there was no room in the table yet: nobody sees them so long.
  public var groundItemsDelayed: UInt64 = 0
  /// NPCs and chests for which there was no room.
  public var npcsRefused: UInt64 = 0
  public var chestsRefused: UInt64 = 0

  public init() {}
}
