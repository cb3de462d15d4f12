import Model
import Wire
import World

/// A region's dealings with its up to eight neighbours: what they show of theirs becomes ghost
/// intents here, what they must be shown of ours becomes batches.
struct BorderDesk: Sendable {
  private let region: RegionID
  private let epoch: Epoch
  /// The epoch under which our effects on neighbours, and theirs on us, began to be counted.
  private let stream: Epoch
  private let limits: ShardLimits
  /// In ascending order; corners count.
  let neighbours: [RegionID]
  private var inboxes: [BorderInbox]
  private var outboxes: [BorderOutbox]
  private var effectInboxes: [EffectInbox]
  private var effectOutboxes: [EffectOutbox]
  /// Whoever stands in there sees what happens and hears what is said at the places in it.
  private let earshots: [Rectangle]
  /// The highest handoff sequence under which each ghost was shown: a lower one is an old owner's.
  private var sequences = SequenceMemory()

  init(region: RegionID, epoch: Epoch, grid: RegionGrid, now: Tick, limits: ShardLimits) {
    self.region = region
    self.epoch = epoch
    stream = epoch
    self.limits = limits
    neighbours = grid.neighbours(of: region)
    inboxes = neighbours.map { _ in BorderInbox(now: now) }
    outboxes = neighbours.map { _ in BorderOutbox() }
    effectInboxes = neighbours.map { _ in EffectInbox() }
    effectOutboxes = neighbours.map { _ in EffectOutbox(limit: limits.borderEffectsMax) }
    earshots = neighbours.map {
      grid.bounds(of: $0).expanded(by: grid.viewRadiusUnits * .one)
    }
    sequences.limit = limits.ghostSequencesMax
  }

  /// Of a region that came from another shard, at its new epoch.
  init(_ cargo: RegionCargo, epoch: Epoch, grid: RegionGrid, now: Tick, limits: ShardLimits) {
    region = cargo.region
    self.epoch = epoch
    stream = cargo.stream
    self.limits = limits
    neighbours = grid.neighbours(of: cargo.region)
    let dealings = neighbours.map { neighbour in
      cargo.neighbours.first { $0.region == neighbour }
    }
    inboxes = dealings.map { $0.map { BorderInbox($0, now: now) } ?? BorderInbox(now: now) }
    outboxes = neighbours.map { _ in BorderOutbox() }
    effectInboxes = dealings.map { $0.map(EffectInbox.init) ?? EffectInbox() }
    effectOutboxes = dealings.map {
      $0.map { EffectOutbox($0, limit: limits.borderEffectsMax) }
        ?? EffectOutbox(limit: limits.borderEffectsMax)
    }
    earshots = neighbours.map {
      grid.bounds(of: $0).expanded(by: grid.viewRadiusUnits * .one)
    }
    sequences.limit = limits.ghostSequencesMax
    for label in cargo.labels { _ = sequences.admit(label.entity, label.sequence) }
  }

  /// What the next owner must know.
  func pack(into cargo: inout RegionCargo) {
    cargo.stream = stream
    cargo.neighbours = neighbours.indices.map { index in
      RegionCargo.Neighbour(
        region: neighbours[index], effects: effectOutboxes[index].pending,
        effectsCounter: effectOutboxes[index].counter,
        peerStream: effectOutboxes[index].peerStream,
        heardStream: effectInboxes[index].stream, heardCounter: effectInboxes[index].counter,
        ghosts: inboxes[index].entities.sorted { $0.key < $1.key }.map {
          .init(slot: $0.key, entity: $0.value)
        })
    }
  }

  /// Somebody left for a neighbour: from now on only that neighbour's word (or a later one's)
  /// about it counts.
  mutating func released(_ entity: UInt64, sequence: HandoffSequence) {
    _ = sequences.admit(entity, sequence)
  }

  // MARK: What neighbours show

  /// Turns a neighbour's batch into intents; `labels` learns who came. False for a batch that is
  /// no news: of an older owner, or repeated.
  mutating func receive(
    _ batch: GhostBatch, now: Tick, speed: Fixed, intents: inout [Intent],
    appeared: (GhostAppear) -> Void
  ) -> Bool {
    guard let index = neighbours.firstIndex(of: batch.source) else { return false }
    let outcome = inboxes[index].receive(batch, now: now)
    guard outcome != .ignore else { return false }
    outboxes[index].reported(heard: batch.heard)
    if outcome == .apply {
      apply(batch, index, speed: speed, &intents, appeared: appeared)
    }
    effectOutboxes[index].retarget(batch.stream)
    if batch.effectsHeardEpoch == stream {
      effectOutboxes[index].heard(batch.effectsHeard, from: batch.stream)
    }
    let effects = batch.effectsEpoch == stream ? batch.effects : []
    for effect in effectInboxes[index].take(effects, from: batch.stream) {
      if let deed = BorderDeed(effect) { intents.append(.deed(deed)) }
    }
    return true
  }

  private mutating func apply(
    _ batch: GhostBatch, _ index: Int, speed: Fixed, _ intents: inout [Intent],
    appeared: (GhostAppear) -> Void
  ) {
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
    for vitals in batch.vitals {
      if let entity = inboxes[index].entities[vitals.slot] {
        intents.append(.ghostVitals(EntityID(entity), Condition(vitals.condition)))
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

  // MARK: What is done to neighbours

  /// A deed for somebody of a neighbour; false when the region is none.
  mutating func send(_ deed: BorderDeed, to region: RegionID) -> Bool {
    guard let index = neighbours.firstIndex(of: region) else { return false }
    effectOutboxes[index].append(deed)
    return true
  }

  /// Deeds that were never done: the neighbour has a new owner, or does not answer.
  var effectsDropped: UInt64 { effectOutboxes.reduce(0) { $0 + $1.dropped } }

  // MARK: What neighbours are shown

  /// The next batch for a neighbour, filled from what the simulation says of that border.
  ///
  /// - Parameter isResting: the world was not stepped since the last batch, which told of it
  ///   already; this one says that the region is there, what deeds wait, and all when it must.
  mutating func batch(
    toward index: Int, targetEpoch: Epoch, tick: Tick, isResting: Bool = false,
    simulation: borrowing Simulation, label: (EntityID) -> EntityLabel?
  ) -> GhostBatch {
    let next = outboxes[index].next(targetEpoch: targetEpoch)
    var batch = GhostBatch(
      source: region, epoch: epoch, target: neighbours[index], counter: next.counter,
      isFull: next.isFull, tick: tick, heard: inboxes[index].heard)
    batch.stream = stream
    addEffects(to: &batch, index)
    if isResting, !next.isFull { return batch }
    if !isResting { addEvents(to: &batch, index, of: simulation) }
    simulation.withBorder(toward: neighbours[index]) { border in
      for slot in next.isFull ? border.present : border.appeared {
        let id = simulation.id(at: slot)
        let pose = simulation.pose(at: slot)
        let kind = simulation.kind(at: slot)
        guard let label = kind.kind == .player ? label(id) : .unnamed else { continue }
        batch.appear.append(
          GhostAppear(
            slot: UInt32(slot), entity: id.rawValue, position: pose.position,
            facing: pose.facing, kind: kind.kind.wire, name: label.name,
            sequence: label.sequence, definition: UInt32(kind.definition.rawValue),
            condition: EntityCondition(simulation.shown(at: slot))))
      }
      guard !next.isFull else { return }
      for slot in border.moved {
        let pose = simulation.pose(at: slot)
        batch.move.append(
          GhostMove(slot: UInt32(slot), position: pose.position, facing: pose.facing))
      }
      batch.vanish = border.vanished.map { UInt32($0) }
      batch.vitals = border.changed.map { slot in
        EntityVitals(
          slot: UInt32(slot), condition: EntityCondition(simulation.shown(at: slot)))
      }
    }
    return batch
  }

  private func addEffects(to batch: inout GhostBatch, _ index: Int) {
    batch.effects = effectOutboxes[index].pending
    batch.effectsEpoch = effectOutboxes[index].peerStream
    batch.effectsHeard = effectInboxes[index].counter
    batch.effectsHeardEpoch = effectInboxes[index].stream
  }

  private func addEvents(
    to batch: inout GhostBatch, _ index: Int, of simulation: borrowing Simulation
  ) {
    for event in simulation.events {
      guard case .around(let place) = event.audience, earshots[index].contains(place) else {
        continue
      }
      batch.events.append(EntityEvent(event))
    }
  }

  /// What of these words is heard in a neighbour.
  func words(_ words: ArraySlice<NearbyWord>, heardBy index: Int) -> [NearbyWord] {
    words.filter { earshots[index].contains($0.position) }
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
      id: EntityID(ghost.entity), kind: EntityKind(wire: ghost.kind) ?? .player,
      position: ghost.position, facing: ghost.facing, speed: speed,
      definition: DefinitionNumber(UInt16(clamping: ghost.definition)),
      condition: Condition(ghost.condition))
  }
}
