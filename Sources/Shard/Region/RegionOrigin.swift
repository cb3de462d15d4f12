import Model
import Storage
import Wire
import World

/// Where a region's simulation comes from when a shard opens it.
struct RegionOrigin: ~Copyable, Sendable {
  var simulation: Simulation
  /// Nil: it begins here, without players.
  let cargo: RegionCargo?
  /// Ticks by which the simulation's time is behind the cluster's.
  let delay: UInt64

  private init(_ simulation: consuming Simulation, cargo: RegionCargo?, delay: UInt64 = 0) {
    self.simulation = simulation
    self.cargo = cargo
    self.delay = delay
  }

  /// As designers placed it: creatures at their spawn points.
  static func new(_ region: RegionID, at epoch: Epoch, on map: RegionMap) -> RegionOrigin {
    RegionOrigin(begin(region, epoch, map), cargo: nil)
  }

  private static func begin(_ region: RegionID, _ epoch: Epoch, _ map: RegionMap) -> Simulation {
    Simulation(
      grid: map.grid, region: region, collision: map.collision, rules: map.rules,
      places: map.places, epoch: epoch, seed: epoch.rawValue)
  }

  /// With the creatures and timers of its last checkpoint.
  ///
  /// - Throws: `ArchiveError` when that is of other game data or another version.
  static func recovered(
    _ region: RegionID, at epoch: Epoch, from checkpoint: RegionCheckpoint, on map: RegionMap
  ) throws(ArchiveError) -> RegionOrigin {
    let simulation = try Simulation.restored(
      from: checkpoint.bytes, grid: map.grid, region: region, collision: map.collision,
      rules: map.rules, places: map.places, epoch: epoch)
    let game = simulation.tick ?? checkpoint.tick
    let delay = checkpoint.tick.rawValue - min(checkpoint.tick.rawValue, game.rawValue)
    return RegionOrigin(simulation, cargo: nil, delay: delay)
  }

  /// As another shard packed it.
  ///
  /// - Throws: `ArchiveError` when this process cannot go on with it.
  static func moved(
    _ cargo: RegionCargo, at epoch: Epoch, on map: RegionMap
  ) throws(ArchiveError) -> RegionOrigin {
    // A region that was packed before its first step has nothing to tell of its world.
    if cargo.world.isEmpty { return RegionOrigin(begin(cargo.region, epoch, map), cargo: cargo) }
    return RegionOrigin(
      try Simulation.restored(
        from: cargo.world, grid: map.grid, region: cargo.region, collision: map.collision,
        rules: map.rules, places: map.places, epoch: epoch), cargo: cargo, delay: cargo.delay)
  }
}
