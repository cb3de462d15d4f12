import Model
import Wire
import World

/// A region's dealings with its up to eight neighbours: what they show of theirs becomes ghost
/// intents here, what they must be shown of ours becomes batches.
struct BorderDesk: Sendable {
  private let region: RegionID
  private let epoch: Epoch
  private let limits: ShardLimits
  /// In ascending order; corners count.
  let neighbours: [RegionID]
  private var inboxes: [BorderInbox]
  private var outboxes: [BorderOutbox]
  /// The highest handoff sequence under which each ghost was shown: a lower one is an old owner's.
  private var sequences = SequenceMemory()

  init(region: RegionID, epoch: Epoch, grid: RegionGrid, now: Tick, limits: ShardLimits) {
    self.region = region
    self.epoch = epoch
    self.limits = limits
    neighbours = grid.neighbours(of: region)
    inboxes = neighbours.map { _ in BorderInbox(now: now) }
    outboxes = neighbours.map { _ in BorderOutbox() }
    sequences.limit = limits.ghostSequencesMax
  }

  /// Somebody left for a neighbour: from now on only that neighbour's word (or a later one's)
  /// about it counts.
  mutating func released(_ entity: UInt64, sequence: HandoffSequence) {
    _ = sequences.admit(entity, sequence)
  }

  // MARK: What neighbours show

  /// Turns a neighbour's batch into intents; `labels` learns who came.
  mutating func receive(
    _ batch: GhostBatch, now: Tick, speed: Fixed, intents: inout [Intent],
    appeared: (GhostAppear) -> Void
  ) {
    guard let index = neighbours.firstIndex(of: batch.source) else { return }
    let outcome = inboxes[index].receive(batch, now: now)
    if outcome != .ignore { outboxes[index].reported(heard: batch.heard) }
    guard outcome == .apply else { return }
    if batch.isFull { forgetUnnamed(index, batch, &intents) }
    for slot in batch.vanish {
      if let entity = inboxes[index].vanish(slot: slot) {
        intents.append(.ghostVanish(EntityID(entity), from: batch.source))
      }
    }
    for ghost in batch.appear where sequences.admit(ghost.entity, ghost.sequence) {
      inboxes[index].appear(slot: ghost.slot, entity: ghost.entity)
      appeared(ghost)
      intents.append(.ghostAppear(Body(ghost, speed: speed), from: batch.source))
    }
    for move in batch.move {
      if let entity = inboxes[index].entities[move.slot] {
        intents.append(
          .ghostMove(EntityID(entity), move.position, facing: move.facing))
      }
    }
  }

  /// A full batch names everything: what it does not name is gone.
  private mutating func forgetUnnamed(
    _ index: Int, _ batch: GhostBatch, _ intents: inout [Intent]
  ) {
    let named = Set(batch.appear.map(\.entity))
    for entity in inboxes[index].forgetAll() where !named.contains(entity) {
      intents.append(.ghostVanish(EntityID(entity), from: batch.source))
    }
  }

  /// The ghosts of neighbours that have been silent for too long go.
  mutating func dropSilent(now: Tick, intents: inout [Intent]) {
    for index in neighbours.indices
    where inboxes[index].isSilent(now: now, ticksMax: limits.ghostSilenceTicksMax) {
      _ = inboxes[index].forgetAll()
      intents.append(.ghostsLost(from: neighbours[index]))
    }
  }

  // MARK: What neighbours are shown

  /// The next batch for a neighbour, filled from what the simulation says of that border.
  mutating func batch(
    toward index: Int, targetEpoch: Epoch, tick: Tick, simulation: borrowing Simulation,
    label: (EntityID) -> EntityLabel?
  ) -> GhostBatch {
    let next = outboxes[index].next(targetEpoch: targetEpoch)
    var batch = GhostBatch(
      source: region, epoch: epoch, target: neighbours[index], counter: next.counter,
      isFull: next.isFull, tick: tick, heard: inboxes[index].heard)
    simulation.withBorder(toward: neighbours[index]) { border in
      for slot in next.isFull ? border.present : border.appeared {
        let id = simulation.id(at: slot)
        let pose = simulation.pose(at: slot)
        guard let label = label(id) else { continue }
        batch.appear.append(
          GhostAppear(
            slot: UInt32(slot), entity: id.rawValue, position: pose.position,
            facing: pose.facing, kind: EntityKind.player.wire, name: label.name,
            sequence: label.sequence))
      }
      guard !next.isFull else { return }
      for slot in border.moved {
        let pose = simulation.pose(at: slot)
        batch.move.append(
          GhostMove(slot: UInt32(slot), position: pose.position, facing: pose.facing))
      }
      batch.vanish = border.vanished.map { UInt32($0) }
    }
    return batch
  }

  /// The process of these neighbours was unreachable: what was sent may be lost.
  mutating func linkLost(to regions: (RegionID) -> Bool) {
    for index in neighbours.indices where regions(neighbours[index]) {
      outboxes[index].linkLost()
    }
  }
}

extension Body {
  /// A neighbour's entity as it stands here: it is moved by its owner's word alone.
  fileprivate init(_ ghost: GhostAppear, speed: Fixed) {
    self.init(
      id: EntityID(ghost.entity), kind: .player,
      position: ghost.position, facing: ghost.facing, speed: speed)
  }
}
