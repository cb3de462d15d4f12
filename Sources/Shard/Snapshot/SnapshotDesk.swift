import Cluster
import Model
import NIOCore
import Wire
import World

/// Turns what the simulation shows each player into snapshots: who stands in which slot is told to
/// the writer once, what moved is encoded once, and each player's snapshot is a concatenation.
struct SnapshotDesk: ~Copyable, Sendable {
  private var writer: SnapshotWriter
  private let region: RegionID
  private let epoch: Epoch
  /// Whom the writer knows in each slot.
  private var occupants: ContiguousArray<EntityID?> = []

  init(region: RegionID, epoch: Epoch, grid: RegionGrid, shard: ShardID) {
    self.region = region
    self.epoch = epoch
    writer = SnapshotWriter(
      scope: SlotScope(region: region, epoch: epoch, shard: shard, grid: grid))
  }

  /// Takes in what changed in the last step.
  mutating func begin(
    _ tick: Tick, simulation: borrowing Simulation, label: (EntityID) -> EntityLabel?
  ) {
    writer.beginTick(tick)
    while occupants.count < simulation.slotCount { occupants.append(nil) }
    for slot in 0..<UInt16(simulation.slotCount) where simulation.isOccupied(slot) {
      let id = simulation.id(at: slot)
      if occupants[Int(slot)] != id {
        occupants[Int(slot)] = id
        let pose = simulation.pose(at: slot)
        writer.setEntity(
          slot: slot, entity: id.rawValue, kind: EntityKind.player.wire,
          name: label(id)?.name ?? "", position: pose.position, facing: pose.facing)
      } else if simulation.moved(slot) {
        let pose = simulation.pose(at: slot)
        writer.setMove(slot: slot, position: pose.position, facing: pose.facing)
      }
    }
  }

  /// Appends one player's snapshot as an `Output` to a batch for its gateway; returns its bytes.
  ///
  /// - Parameter isFirst: everything in view is told anew.
  mutating func append(
    for observer: Slot, isFirst: Bool, route: RegionAuthority.OutputRoute,
    simulation: borrowing Simulation, to batch: inout ByteBuffer
  ) -> Int {
    let pose = simulation.pose(at: observer.index)
    let header = OutputHeader(
      character: route.session.character, generation: route.session.generation,
      sequence: route.sequence, region: region, epoch: epoch, lastInput: route.acknowledged)
    let own = OwnState(
      position: pose.position, counters: route.counters, sequence: route.sequence,
      facing: pose.facing)
    return simulation.withSight(of: observer) { sight in
      let none = sight.visible.prefix(0)
      return writer.append(
        header, includesScope: isFirst, own: own,
        appear: (isFirst ? sight.visible : sight.appeared).span,
        move: (isFirst ? none : sight.visible).span,
        vanish: (isFirst ? none : sight.vanished).span, to: &batch)
    }
  }
}

extension EntityKind {
  /// The number on the wire, where 0 means "not said".
  var wire: UInt8 { rawValue + 1 }
}
