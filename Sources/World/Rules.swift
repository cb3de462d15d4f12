import Model

/// The numbers of the game that a designer may turn. Lengths are in world units, times in ticks.
public struct Rules: Hashable, Sendable {
  /// How far a player walks in a tick, in 1/256 world unit: less than a tile, so that nobody passes
  /// through a wall.
  public var playerSpeed: Fixed
  /// Half the edge of the square that a body covers. The whole square fits into a tile.
  public var bodyHalfWidthUnits: Int32
  /// How far past a region's border a player stands before it is handed over, so that somebody who
  /// walks along the border is not handed back and forth.
  public var hysteresisUnits: Int32
  /// How long a ghost stays after its region said that it vanished: the region that has it now may
  /// be one message behind, and nobody should blink.
  public var ghostLingerTicks: UInt64
  /// How long a character that was just handed over stands as a ghost without word of its new
  /// region.
  public var ghostConfirmTicks: UInt64
  /// How far somebody gets at what lies on the ground, at NPCs and at other players.
  public var reach: Fixed
  /// How long something lies on the ground before it goes: five minutes.
  public var groundItemTicks: UInt64
  /// What kinds of items there are, what drops and what is sold.
  public var items: ItemRules
  /// Skills, creatures, and what players are.
  public var combat: CombatRules

  public init(
    playerSpeed: Fixed = 8 * .one, bodyHalfWidthUnits: Int32 = 10, hysteresisUnits: Int32 = 16,
    ghostLingerTicks: UInt64 = 3, ghostConfirmTicks: UInt64 = 60,
    reach: Fixed = 96 * .one, groundItemTicks: UInt64 = 300 * Tick.perSecond,
    items: ItemRules = ItemRules(), combat: CombatRules = CombatRules()
  ) {
    precondition(playerSpeed > 0 && bodyHalfWidthUnits > 0, "bodies have a size and a speed")
    precondition(hysteresisUnits >= 0, "the margin lies outside the border")
    self.playerSpeed = playerSpeed
    self.bodyHalfWidthUnits = bodyHalfWidthUnits
    self.hysteresisUnits = hysteresisUnits
    self.ghostLingerTicks = ghostLingerTicks
    self.ghostConfirmTicks = ghostConfirmTicks
    self.reach = max(0, reach)
    self.groundItemTicks = groundItemTicks
    self.items = items
    self.combat = combat
  }

  /// How far beyond a region's border its neighbours' entities are shown to it as ghosts: the view
  /// radius, and what a player may overstep before the handoff is through.
  public func ghostReach(of grid: RegionGrid) -> Fixed {
    (grid.viewRadiusUnits + 2 * hysteresisUnits) * .one
  }
}
