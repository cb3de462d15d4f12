import Model

/// One thing that the world outside wants of a region. `Simulation.step` takes them in order.
public enum Intent: Hashable, Sendable {
  /// Somebody comes to be simulated here. Stood here as a ghost: keeps the slot.
  case enter(Body)
  /// Somebody owned goes out of the world.
  case leave(EntityID)
  /// Somebody owned is simulated by another region from now on: becomes its ghost, keeps the slot.
  case release(EntityID, to: RegionID)
  /// Stands still and makes no crossing until `unfreeze`, as while it is offered to a neighbour.
  case freeze(EntityID)
  case unfreeze(EntityID)
  /// The last one in a tick counts. Ignored while frozen: the caller keeps the input.
  case steer(EntityID, Motion)
  /// A player uses a skill; the target and the direction are for skills that take one.
  case use(EntityID, skill: SkillNumber, target: EntityID?, dx: Int8, dy: Int8)
  /// A dead player wants to live again, at the sanctuary. Ignored before its time.
  case revive(EntityID)
  /// A player has used something up that gives back so much health and mana.
  case consume(EntityID, heal: Int32, mana: Int32)
  /// A player is put elsewhere, by those who look after the world: here, or in another region, for
  /// which it leaves as through a portal. The place is free ground.
  case summon(EntityID, to: RegionID, at: Position)
  /// Nobody calls a player any more.
  case dismiss(EntityID)
  /// Vitals of a player are set. Ignored while it is frozen.
  case adjust(EntityID, VitalsChange)
  /// A chest is opened, by somebody who reaches it: `Effect.loot` tells what was in it, in the
  /// region where it stands. Ignored while it is open.
  case open(EntityID, by: EntityID)
  /// Something lies on the ground from now on: dropped, left behind, or read from storage.
  case lay(GroundItem)
  /// Something does not lie on the ground any more: somebody has it.
  case lift(ItemID)
  /// A neighbour says what was done there to somebody of ours.
  case deed(BorderDeed)
  /// A neighbour shows an entity of its own, or shows one that another region showed until now.
  case ghostAppear(Body, from: RegionID)
  case ghostMove(EntityID, Position, facing: UInt8)
  /// A neighbour says how one of its entities is by now.
  case ghostVitals(EntityID, Condition)
  /// A neighbour no longer shows it. It lingers for `Rules.ghostLingerTicks`.
  case ghostVanish(EntityID, from: RegionID)
  /// Nothing was heard from a neighbour: all its ghosts go at once.
  case ghostsLost(from: RegionID)
}
