import Cluster
import Model
import NIOCore
import Wire
import World

/// Turns what the simulation shows each player into snapshots: who stands in which slot is told to
/// the writer once, what moved is encoded once, and each player's snapshot is a concatenation.
package struct SnapshotDesk: ~Copyable, Sendable {
  private var writer: SnapshotWriter
  private let region: RegionID
  private let epoch: Epoch
  /// Whom the writer knows in each slot.
  private var occupants: ContiguousArray<EntityID?> = []
  /// How far players see, 1/256 world unit.
  private let radius: Int64

  private struct Told {
    var number: UInt16
    var audience: WorldEvent.Audience
  }

  /// The events of this tick, and the numbers of those that one observer is told.
  private var events: ContiguousArray<Told> = []
  private var told: ContiguousArray<UInt16> = []

  package init(region: RegionID, epoch: Epoch, grid: RegionGrid, shard: ShardID) {
    self.region = region
    self.epoch = epoch
    radius = Int64(grid.viewRadiusUnits) * Int64(Fixed.one)
    writer = SnapshotWriter(
      scope: SlotScope(region: region, epoch: epoch, shard: shard, grid: grid))
  }

  /// Takes in what changed in the last step.
  ///
  /// - Parameter heard: events of neighbours that happened in sight.
  package mutating func begin(
    _ tick: Tick, simulation: borrowing Simulation, heard: [EntityEvent],
    label: (EntityID) -> EntityLabel?
  ) {
    writer.beginTick(tick)
    while occupants.count < simulation.slotCount { occupants.append(nil) }
    for slot in 0..<UInt16(simulation.slotCount) where simulation.isOccupied(slot) {
      let id = simulation.id(at: slot)
      if occupants[Int(slot)] != id {
        occupants[Int(slot)] = id
        introduce(slot, id, simulation, label: label)
        continue
      }
      if simulation.moved(slot) {
        let pose = simulation.pose(at: slot)
        writer.setMove(slot: slot, position: pose.position, facing: pose.facing)
      }
      if simulation.vitalsChanged(slot) { setVitals(of: slot, simulation, isNew: false) }
    }
    takeEvents(of: simulation, heard: heard)
  }

  private mutating func introduce(
    _ slot: UInt16, _ id: EntityID, _ simulation: borrowing Simulation,
    label: (EntityID) -> EntityLabel?
  ) {
    let pose = simulation.pose(at: slot)
    let kind = simulation.kind(at: slot)
    writer.setEntity(
      slot: slot, entity: id.rawValue, kind: kind.kind.wire, definition: kind.definition.rawValue,
      name: label(id)?.name ?? "", position: pose.position, facing: pose.facing)
    setVitals(of: slot, simulation, isNew: true)
  }

  private mutating func setVitals(
    of slot: UInt16, _ simulation: borrowing Simulation, isNew: Bool
  ) {
    let shown = simulation.shown(at: slot)
    writer.setVitals(
      slot: slot, health: shown.health255, level: shown.level, state: shown.state.rawValue,
      isNew: isNew)
  }

  // MARK: Events

  private mutating func takeEvents(of simulation: borrowing Simulation, heard: [EntityEvent]) {
    events.removeAll(keepingCapacity: true)
    for event in simulation.events {
      events.append(
        Told(number: writer.addEvent(EntityEvent(event)), audience: event.audience))
    }
    for event in heard {
      guard
        let slot = simulation.slot(of: EntityID(event.target))
          ?? simulation.slot(of: EntityID(event.source))
      else { continue }
      events.append(
        Told(
          number: writer.addEvent(event),
          audience: .around(simulation.pose(at: slot.index).position)))
    }
  }

  /// Lists the events that an observer is told, in the order in which they came.
  private mutating func listEvents(for id: EntityID, at position: Position) {
    told.removeAll(keepingCapacity: true)
    for event in events {
      switch event.audience {
      case .only(let one): if one == id { told.append(event.number) }
      case .around(let place): if isNear(place, position) { told.append(event.number) }
      }
    }
  }

  /// Whether somebody at `position` sees a place.
  func isNear(_ place: Position, _ position: Position) -> Bool {
    let dx = Int64(place.x) - Int64(position.x)
    let dy = Int64(place.y) - Int64(position.y)
    return dx * dx + dy * dy <= radius * radius
  }

  // MARK: Snapshots

  /// Appends one player's snapshot as an `Output` to a batch for its gateway; returns its bytes.
  ///
  /// - Parameters:
  ///   - isFirst: everything in view is told anew.
  ///   - vitals: of the player itself, when they changed.
  package mutating func append(
    for observer: Slot, isFirst: Bool, vitals: OwnVitals?, route: RegionAuthority.OutputRoute,
    simulation: borrowing Simulation, to batch: inout ByteBuffer
  ) -> Int {
    let pose = simulation.pose(at: observer.index)
    let header = OutputHeader(route, region: region, epoch: epoch)
    let own = OwnState(
      position: pose.position, counters: route.counters, sequence: route.sequence,
      facing: pose.facing, vitals: vitals)
    listEvents(for: simulation.id(at: observer.index), at: pose.position)
    let told = self.told
    return simulation.withSight(of: observer) { sight in
      let none = sight.visible.prefix(0)
      return writer.append(
        header, includesScope: isFirst, own: own,
        appear: (isFirst ? sight.visible : sight.appeared).span,
        move: (isFirst ? none : sight.visible).span,
        vanish: (isFirst ? none : sight.vanished).span, events: told.span, to: &batch)
    }
  }
}

extension OutputHeader {
  /// What stands around a frame for a player of a region.
  init(_ route: RegionAuthority.OutputRoute, region: RegionID, epoch: Epoch) {
    self.init(
      character: route.session.character, generation: route.session.generation,
      sequence: route.sequence, region: region, epoch: epoch, lastInput: route.acknowledged)
  }
}

extension EntityKind {
  /// The number on the wire, where 0 means "not said".
  var wire: UInt8 { rawValue + 1 }

  /// Nil for a kind that this version does not know.
  init?(wire: UInt8) {
    guard wire > 0 else { return nil }
    self.init(rawValue: wire - 1)
  }
}
