import Cluster
import Model
import NIOCore
import Testing
import Wire

/// One session of character 7 through gateway 1, generation 3; regions `a` on shard 1 and `b` on
/// shard 2, both at epoch 5.
struct RouteStage {
  struct Table: DirectoryView {
    var owners: [RegionID: RegionOwner] = [:]
    func owner(of region: RegionID) -> RegionOwner? { owners[region] }
  }

  static let a = RegionID(map: MapID(1), column: 0, row: 0)
  static let b = RegionID(map: MapID(1), column: 1, row: 0)
  static let session = SessionAddress(
    character: CharacterID(7), generation: SessionGeneration(3), gateway: GatewayID(1))

  var route = SessionRoute(
    session: Self.session, region: Self.a, sequence: HandoffSequence(10),
    acknowledged: InputSequence(0))
  var directory = Table(owners: [
    Self.a: RegionOwner(shard: ShardID(1), epoch: Epoch(5)),
    Self.b: RegionOwner(shard: ShardID(2), epoch: Epoch(5)),
  ])
  var now = BootTime(microseconds: 1_000_000)

  mutating func after(_ milliseconds: Int64) -> [SessionRoute.Action] {
    now = now + .milliseconds(milliseconds)
    return route.expired(now: now, directory: directory)
  }

  mutating func start() -> [SessionRoute.Action] {
    route.started(now: now, directory: directory)
  }

  mutating func receive(
    _ message: ClusterMessage, from shard: UInt32 = 1
  ) -> [SessionRoute.Action] {
    route.received(message, from: ShardID(shard), now: now, directory: directory)
  }

  mutating func type(_ n: UInt64) -> [SessionRoute.Action] {
    let (verdict, actions) = route.inputReceived(Self.input(n), now: now, directory: directory)
    #expect(verdict == .accepted)
    return actions
  }

  mutating func attached() {
    _ = start()
    _ = receive(Self.output(a: 12))
  }

  static func input(_ n: UInt64) -> PlayerInput {
    PlayerInput(sequence: InputSequence(n), motion: .stand)
  }

  static let frame = ByteBuffer(string: "frame")

  static func output(a sequence: UInt64, last: UInt64 = 0, epoch: UInt64 = 5) -> ClusterMessage {
    output(in: a, sequence, last: last, epoch: epoch)
  }

  static func output(
    in region: RegionID, _ sequence: UInt64, last: UInt64 = 0, epoch: UInt64 = 5,
    generation: UInt64 = 3, part: ViewPart? = nil
  ) -> ClusterMessage {
    .output(
      Output(
        character: session.character, generation: SessionGeneration(generation),
        sequence: HandoffSequence(sequence), region: region, epoch: Epoch(epoch),
        lastInput: InputSequence(last), frame: frame, part: part))
  }

  static func attach(
    _ region: RegionID = a, seen: UInt64, base: UInt64 = 1, epoch: UInt64 = 5, shard: UInt32 = 1,
    isReturning: Bool = false
  ) -> SessionRoute.Action {
    .send(
      .attach(
        Attach(
          session: session, region: region, epoch: Epoch(epoch),
          sequenceSeen: HandoffSequence(seen), inputBase: InputSequence(base),
          isReturning: isReturning)),
      to: ShardID(shard))
  }

  /// Of a character that was in the world.
  static func attachAgain(
    _ region: RegionID = a, seen: UInt64, base: UInt64 = 1, epoch: UInt64 = 5, shard: UInt32 = 1
  ) -> SessionRoute.Action {
    attach(region, seen: seen, base: base, epoch: epoch, shard: shard, isReturning: true)
  }

  static func inputs(
    _ numbers: [UInt64], base: UInt64, to region: RegionID = a, shard: UInt32 = 1,
    epoch: UInt64 = 5
  ) -> SessionRoute.Action {
    .send(
      .input(
        SessionInput(
          session: session, region: region, epoch: Epoch(epoch), base: InputSequence(base),
          inputs: numbers.map(input))),
      to: ShardID(shard))
  }

  static func moved(_ region: RegionID, _ sequence: UInt64) -> ClusterMessage {
    .moved(
      Moved(
        character: session.character, generation: session.generation, region: region,
        sequence: HandoffSequence(sequence)))
  }

  static func detached(_ region: RegionID, _ sequence: UInt64) -> ClusterMessage {
    .detached(
      Detached(
        character: session.character, generation: session.generation,
        sequence: HandoffSequence(sequence), region: region))
  }

  static func notHere(_ region: RegionID, epoch: UInt64 = 5) -> ClusterMessage {
    .notHere(
      NotHere(
        character: session.character, generation: session.generation, region: region,
        epoch: Epoch(epoch)))
  }

  static func stale(_ region: RegionID, epoch: UInt64) -> ClusterMessage {
    .staleEpoch(
      StaleEpoch(
        region: region, epoch: Epoch(epoch), character: session.character,
        generation: session.generation))
  }

  static func refused(_ reason: AttachRefused.Reason) -> ClusterMessage {
    .attachRefused(
      AttachRefused(
        character: session.character, generation: session.generation, region: a, epoch: Epoch(5),
        reason: reason))
  }

  static func leave(_ region: RegionID = a, shard: UInt32 = 1) -> SessionRoute.Action {
    .send(.leave(Leave(session: session, region: region, epoch: Epoch(5))), to: ShardID(shard))
  }
}
