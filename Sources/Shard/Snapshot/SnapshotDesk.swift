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
  /// Far movements are told every so many ticks, a power of two; see `SightPace`.
  private var interval: UInt64 = 1
  /// Turns go by game time: no slot's turn falls on ticks that rest.
  private var turn: UInt64 = 0
  /// Of each slot, whether it moved since all who see it were told.
  private var isMoveDue: ContiguousArray<Bool> = []
  /// Whose movements one observer is told, when not of all that it sees.
  private var told: ContiguousArray<UInt16> = []

  /// With more in sight, so many are near, about: movements of the others are told less often when
  /// `interval` says so.
  static let nearMin = 128

  private struct Told {
    var number: UInt16
    var audience: WorldEvent.Audience
  }

  /// The events of this tick, and the numbers of those that one observer is told.
  private var events: ContiguousArray<Told> = []
  private var toldEvents: ContiguousArray<UInt16> = []

  package init(region: RegionID, epoch: Epoch, grid: RegionGrid, shard: ShardID) {
    self.region = region
    self.epoch = epoch
    radius = Int64(grid.viewRadiusUnits) * Int64(Fixed.one)
    writer = SnapshotWriter(
      scope: SlotScope(region: region, epoch: epoch, shard: shard, grid: grid))
  }

  /// Takes in what changed in the last step.
  ///
  /// - Parameters:
  ///   - tick: the cluster's, which clients are told.
  ///   - interval: far movements are told every so many ticks, a power of two.
  ///   - heard: events of neighbours that happened in sight.
  package mutating func begin(
    _ tick: Tick, interval: UInt64 = 1, simulation: borrowing Simulation, heard: [EntityEvent],
    label: (EntityID) -> EntityLabel?
  ) {
    precondition(interval.nonzeroBitCount == 1, "turns come every power of two")
    turn = (simulation.tick ?? tick).rawValue
    self.interval = interval
    writer.beginTick(tick)
    while occupants.count < simulation.slotCount {
      occupants.append(nil)
      isMoveDue.append(false)
    }
    for slot in 0..<UInt16(simulation.slotCount) where simulation.isOccupied(slot) {
      let id = simulation.id(at: slot)
      if occupants[Int(slot)] != id {
        occupants[Int(slot)] = id
        isMoveDue[Int(slot)] = false
        introduce(slot, id, simulation, label: label)
        continue
      }
      takeMove(of: slot, simulation)
      if simulation.vitalsChanged(slot) { setVitals(of: slot, simulation, isNew: false) }
    }
    takeEvents(of: simulation, heard: heard)
  }

  /// Encodes where a slot is when somebody is to be told: it moved, or it did since its last turn.
  private mutating func takeMove(of slot: UInt16, _ simulation: borrowing Simulation) {
    let moved = simulation.moved(slot)
    guard moved || isMoveDue[Int(slot)] else { return }
    let isTurn = isTurn(of: slot)
    isMoveDue[Int(slot)] = !isTurn
    guard moved || isTurn else { return }
    let pose = simulation.pose(at: slot)
    writer.setMove(slot: slot, position: pose.position, facing: pose.facing)
  }

  /// Whether everybody who sees a slot is told in this tick where it is, if it moved. Slots take
  /// turns, so that every tick tells about as much.
  private func isTurn(of slot: UInt16) -> Bool {
    (UInt64(slot) &+ turn) & (interval - 1) == 0
  }

  /// Lists whose movements an observer is told: of who is near, and of the others whose turn it is.
  /// Of so many spread evenly over the sight, the nearest `nearMin` are near.
  private mutating func listMoves(
    of visible: ArraySlice<UInt16>, around place: Position, _ simulation: borrowing Simulation
  ) {
    told.removeAll(keepingCapacity: true)
    let nearSquared = radius * radius / Int64(visible.count) * Int64(Self.nearMin)
    for slot in visible {
      if isTurn(of: slot) {
        told.append(slot)
        continue
      }
      let other = simulation.pose(at: slot).position
      let (dx, dy) = (Int64(other.x) - Int64(place.x), Int64(other.y) - Int64(place.y))
      if dx * dx + dy * dy <= nearSquared { told.append(slot) }
    }
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
    toldEvents.removeAll(keepingCapacity: true)
    for event in events {
      switch event.audience {
      case .only(let one): if one == id { toldEvents.append(event.number) }
      case .around(let place): if isNear(place, position) { toldEvents.append(event.number) }
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
  ///   - part: which one of its view this is; when whole, everything in view is told anew.
  ///   - vitals: of the player itself, when they changed.
  package mutating func append(
    for observer: Slot, part: ViewPart, vitals: OwnVitals?, route: RegionAuthority.OutputRoute,
    simulation: borrowing Simulation, to batch: inout ByteBuffer
  ) -> Int {
    let pose = simulation.pose(at: observer.index)
    let header = OutputHeader(route, region: region, epoch: epoch, part: part)
    let own = OwnState(
      position: pose.position, counters: route.counters, sequence: route.sequence,
      facing: pose.facing, vitals: vitals)
    listEvents(for: simulation.id(at: observer.index), at: pose.position)
    let toldEvents = self.toldEvents
    return simulation.withSight(of: observer) { sight in
      let seen = part.isWhole ? sight.visible.prefix(0) : sight.visible
      let isThinned = interval > 1 && seen.count > Self.nearMin
      if isThinned { listMoves(of: seen, around: pose.position, simulation) }
      let told = self.told
      return writer.append(
        header, includesScope: part.isWhole, own: own,
        appear: (part.isWhole ? sight.visible : sight.appeared).span,
        move: isThinned ? told.span : seen.span, change: seen.span,
        vanish: (part.isWhole ? seen : sight.vanished).span, events: toldEvents.span, to: &batch)
    }
  }
}

extension OutputHeader {
  /// What stands around a frame for a player of a region.
  init(
    _ route: RegionAuthority.OutputRoute, region: RegionID, epoch: Epoch, part: ViewPart? = nil
  ) {
    self.init(
      character: route.session.character, generation: route.session.generation,
      sequence: route.sequence, region: region, epoch: epoch, lastInput: route.acknowledged,
      part: part)
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
