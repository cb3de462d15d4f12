import Model
import Wire

/// What one neighbour has told about its entities near the border: which of its slots is which
/// entity, and whether its batches came in unbroken order.
///
/// A broken order (a lost link, a full buffer) makes it ask for a full batch, by `heard == 0` in
/// the next batch that this region sends.
struct BorderInbox: Sendable {
  enum Outcome: Equatable, Sendable {
    /// The batch continues the last one, or is a full one: apply it.
    case apply
    /// Of an older owner of the neighbour, or repeated: ignore.
    case ignore
    /// Batches are missing: ignore until the full one that is now asked for.
    case missing
  }

  private(set) var epoch: Epoch = .none
  private(set) var counter: UInt64 = 0
  private(set) var isBroken = true
  /// When the last batch came, in ticks of this region.
  private(set) var lastHeard: Tick
  /// The neighbour's slots.
  private(set) var entities: [UInt32: UInt64] = [:]

  init(now: Tick) { lastHeard = now }

  /// Of a region that came from another shard: its ghosts stay until the full batch that this asks
  /// for.
  init(_ cargo: RegionCargo.Neighbour, now: Tick) {
    lastHeard = now
    for ghost in cargo.ghosts { entities[ghost.slot] = ghost.entity }
  }

  /// The counter to report back; 0 asks for a full batch.
  var heard: UInt64 { isBroken ? 0 : counter }

  mutating func receive(_ batch: GhostBatch, now: Tick) -> Outcome {
    guard batch.epoch >= epoch else { return .ignore }
    if batch.epoch > epoch {
      epoch = batch.epoch
      counter = 0
      isBroken = true
    }
    guard batch.counter > counter else { return .ignore }
    lastHeard = now
    defer { counter = batch.counter }
    if batch.isFull {
      isBroken = false
      return .apply
    }
    if isBroken || batch.counter != counter + 1 {
      isBroken = true
      return .missing
    }
    return .apply
  }

  /// Whether the neighbour has been silent for too long; its ghosts go, once.
  mutating func isSilent(now: Tick, ticksMax: UInt64) -> Bool {
    guard !isBroken || !entities.isEmpty else { return false }
    guard now.rawValue > lastHeard.rawValue + ticksMax else { return false }
    isBroken = true
    return true
  }

  mutating func appear(slot: UInt32, entity: UInt64) { entities[slot] = entity }

  mutating func vanish(slot: UInt32) -> UInt64? { entities.removeValue(forKey: slot) }

  /// Forgets every slot and says which entities stood in them, in ascending order.
  mutating func forgetAll() -> [UInt64] {
    defer { entities.removeAll(keepingCapacity: true) }
    return entities.values.sorted()
  }
}
