import Model
import Wire

/// A character of a `FakeGateway`: the rules of the game in a few lines, and one fault.
final class FakeCharacter {
  static let grid = RegionGrid(
    map: MapID(1), columns: 2, rows: 1, edgeUnits: 1024, viewRadiusUnits: 480)
  /// The tick of its life in which the fault happens.
  private static let faultAge = 12

  let id: CharacterID
  let token: [UInt8]
  let fault: FakeFault?
  private var position = Position(unitsX: 1000, unitsY: 500)
  private(set) var counters = InputCounters()
  private var sequence = HandoffSequence(1)
  private var epoch = Epoch(1)
  private var region = RegionID(map: MapID(1), column: 0, row: 0)
  private var motion = WireMotion.stand
  private var age = 0
  private var checkpoint: (counters: InputCounters, position: Position)?
  /// Whether the client must be told the scope.
  private var isNew = true
  /// A fault of the next input.
  private var inputFault: FakeFault?

  init(id: UInt64, fault: FakeFault?) {
    self.id = CharacterID(id)
    self.fault = fault
    token = [UInt8](repeating: UInt8(truncatingIfNeeded: id), count: 32)
  }

  func joined() { isNew = true }

  /// Whether the connection has to break now.
  var breaksConnection: Bool {
    age == Self.faultAge && (fault == .cutsConnection || fault == .forgetsCharacter)
  }

  /// Whether bytes that are no message have to be sent now.
  var sendsGarbage: Bool { age == Self.faultAge && fault == .garbage }

  func apply(_ input: PlayerInput) {
    if fault == .stopsAcknowledging, age > Self.faultAge { return }
    guard input.sequence > counters.lastInput else {
      counters.duplicates += 1
      return
    }
    counters.gaps += input.sequence.rawValue - counters.lastInput.rawValue - 1
    counters.lastInput = input.sequence
    motion = input.motion ?? motion
    switch inputFault {
    case .losesInput: counters.gaps += 1
    case .forgetsInput: break
    case .appliesTwice: counters.applied += 2
    default: counters.applied += 1
    }
    inputFault = nil
  }

  /// One tick of the world; the snapshot for the client.
  func tick() -> Snapshot {
    age += 1
    walk()
    var snapshot = Snapshot(tick: Tick(1_000_000 + UInt64(age)))
    if age == Self.faultAge - 8 { checkpoint = (counters, position) }
    if age == Self.faultAge, let fault { commit(fault, &snapshot) }
    if isNew {
      snapshot.scope = SlotScope(
        region: region, epoch: epoch, shard: ShardID(UInt32(region.column) + 1), grid: Self.grid)
      snapshot.appear = [entity(1), entity(2)]
      isNew = false
    } else {
      snapshot.move.append(EntityMove(slot: 1, x: 5, y: 5))
    }
    snapshot.own = OwnState(
      position: position, counters: counters, sequence: sequence, facing: 0)
    return snapshot
  }

  private func entity(_ slot: UInt32) -> EntityAppear {
    EntityAppear(slot: slot, entity: 99, x: 1, y: 1, kind: 0, name: "Statue", facing: 0)
  }

  private func walk() {
    if case .heading(let dx, _) = motion {
      position.x += Fixed(dx.signum()) * 8 * .one
      position = Self.grid.bounds.clamped(position)
    }
    guard let now = Self.grid.region(at: position), now != region else { return }
    region = now
    sequence = sequence.advanced(by: 1)
    isNew = true
  }

  private func commit(_ fault: FakeFault, _ snapshot: inout Snapshot) {
    switch fault {
    case .losesInput, .forgetsInput, .appliesTwice: inputFault = fault
    case .rollsBack, .turnsBack:
      if let checkpoint {
        let acknowledged = counters.lastInput
        (counters, position) = checkpoint
        counters.gaps += acknowledged.rawValue - counters.lastInput.rawValue
        counters.lastInput = acknowledged
      }
      guard fault == .rollsBack else { return }
      epoch = epoch.next
      sequence = sequence.advanced(by: 2)
      isNew = true
    case .inventsInput:
      counters.lastInput = InputSequence(counters.lastInput.rawValue + 100)
      counters.applied += 100
    case .unknownSlot: snapshot.move.append(EntityMove(slot: 77, x: 1, y: 1))
    case .unknownVanish: snapshot.vanish = [78]
    case .tickBack: snapshot.tick = Tick(1)
    case .sequenceBack: sequence = HandoffSequence(0)
    case .teleports: position.x += (position.x > 1024 * .one ? -300 : 300) * .one
    case .refusesHandoff: sequence = sequence.advanced(by: 2)
    default: break
    }
  }
}
