import Model
import Testing
import Wire

/// Entities that come, wander and go, as a region tells a client of them: the difference to the tick
/// before, or everything anew.
struct FakeCrowd {
  /// What stands where at the moment: the truth.
  private(set) var places: [UInt32: SeenCrowd.Place] = [:]
  private var random: SeededGenerator
  private var entitiesSoFar: UInt64 = 1_000
  private let slots: UInt32

  init(slots: UInt32, seed: UInt64) {
    self.slots = slots
    random = SeededGenerator(seed: seed)
    for slot in 0..<slots { places[slot] = newcomer() }
  }

  /// One tick: every slot moves, is left or is taken. The difference.
  mutating func step() -> Snapshot {
    var snapshot = Snapshot(tick: Tick(0))
    for slot in 0..<slots {
      switch (places[slot], random.below(8)) {
      case (.some, 0):
        places[slot] = nil
        snapshot.vanish.append(slot)
      case (.some(var place), _):
        place.x += random.below(8)
        place.y += random.below(8)
        places[slot] = place
        snapshot.move.append(EntityMove(slot: slot, x: place.x, y: place.y))
      case (nil, 0...3):
        let place = newcomer()
        places[slot] = place
        snapshot.appear.append(place.appear(in: slot))
      case (nil, _): break
      }
    }
    return snapshot
  }

  /// Everything anew.
  func view(of region: RegionID, at epoch: Epoch, in shard: ShardID) -> Snapshot {
    var snapshot = Snapshot(tick: Tick(0))
    snapshot.scope = SlotScope(
      region: region, epoch: epoch, originX: 0, originY: 0, steps: 8, shard: shard)
    snapshot.appear = places.sorted { $0.key < $1.key }.map { $1.appear(in: $0) }
    return snapshot
  }

  private mutating func newcomer() -> SeenCrowd.Place {
    entitiesSoFar += 1
    return SeenCrowd.Place(
      entity: entitiesSoFar, x: random.below(8_000), y: random.below(8_000))
  }
}

/// What a client makes of what it is told of a crowd.
struct SeenCrowd: Hashable {
  struct Place: Hashable, Sendable {
    var entity: UInt64
    var x: UInt32
    var y: UInt32

    func appear(in slot: UInt32) -> EntityAppear {
      EntityAppear(slot: slot, entity: entity, x: x, y: y, kind: 1, name: "", facing: 0)
    }
  }

  private(set) var places: [UInt32: Place] = [:]
  private(set) var views = 0

  /// Slots that the client was never told of are issues.
  mutating func take(_ snapshot: Snapshot) {
    if snapshot.scope != nil {
      places = [:]
      views += 1
    }
    for one in snapshot.appear {
      places[one.slot] = Place(entity: one.entity, x: one.x, y: one.y)
    }
    for move in snapshot.move {
      #expect(places[move.slot] != nil, "slot \(move.slot) was never told")
      places[move.slot]?.x = move.x
      places[move.slot]?.y = move.y
    }
    for slot in snapshot.vanish {
      #expect(places.removeValue(forKey: slot) != nil, "slot \(slot) was never told")
    }
  }
}
