import Cluster
import Model
import NIOCore
import Synchronization
import Wire

@testable import Gateway

/// A shard behind the mesh that simulates nothing: it attaches, acknowledges and lets go.
final class FakeRegion: Sendable {
  struct State {
    /// Everything that the gateway sent, in order.
    var heard: [ClusterMessage] = []
    /// Who is in the world, at which sequence, and the last input applied.
    var present: [CharacterID: Character] = [:]
    var attaches = true
    var refusal: AttachRefused.Reason?
    /// Where in line, of a refusal.
    var place: UInt32 = 0
    var tick: UInt64 = 100
    /// What stands around everybody.
    var crowd = FakeCrowd(slots: 0, seed: 0)
    /// Ends waits for a message that comes later.
    var waiters: [(matches: @Sendable (ClusterMessage) -> Bool, CheckedContinuation<Void, Never>)] =
      []
  }

  struct Character: Sendable {
    var generation: SessionGeneration
    var sequence: HandoffSequence
    var lastInput: InputSequence
    var inputs: [InputSequence] = []
  }

  static let shard = ShardID(1)
  static let epoch = Epoch(4)

  private let state = Mutex(State())
  private let gateway = Mutex<GatewayServer?>(nil)

  func with<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
    state.withLock { body(&$0) }
  }

  /// Whom the answers go to.
  func answer(to server: GatewayServer?) { gateway.withLock { $0 = server } }

  var links: GatewayLinks {
    GatewayLinks(
      send: { [self] message, node in
        guard node == .shard(Self.shard) else { return false }
        receive(message)
        return true
      },
      sendBatch: { [self] batch, node in
        guard node == .shard(Self.shard) else { return false }
        guard let messages = try? ClusterCodec.decode(frame: batch.bytes),
          messages.count == batch.messages
        else { preconditionFailure("a batch is whole messages") }
        for message in messages { receive(message) }
        return true
      },
      owner: { _ in Cluster.RegionOwner(shard: Self.shard, epoch: Self.epoch) },
      heardEpoch: { _, _ in })
  }

  /// Ends when the gateway has sent a message like this.
  func heard(_ matches: @escaping @Sendable (ClusterMessage) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.heard.contains(where: matches) { return true }
        state.waiters.append((matches, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  /// Sends updates of a character, each with about `padding` bytes more than it needs.
  func update(_ id: CharacterID, region: RegionID, count: Int = 1, padding: Int = 0) {
    with { state in
      guard let character = state.present[id] else { return }
      for _ in 0..<count {
        state.tick += 1
        send(output(id, character, region, state.tick, padding: padding))
      }
    }
  }

  /// One tick of the crowd, of which these characters are told, each with so many events more, which
  /// only make the update longer. Returns the number of the tick.
  @discardableResult
  func step(_ told: [CharacterID: Int], region: RegionID) -> Tick {
    with { state in
      state.tick += 1
      var snapshot = state.crowd.step()
      for (id, events) in told {
        guard let character = state.present[id] else { continue }
        snapshot.events = [EntityEvent](
          repeating: EntityEvent(.damage, source: .max, target: .max), count: events)
        send(output(id, character, region, state.tick, snapshot))
      }
      return Tick(state.tick)
    }
  }

  /// Says something to a player that is no update.
  func tell(_ id: CharacterID, _ message: ServerMessage, region: RegionID) {
    with { state in
      guard let character = state.present[id] else { return }
      send(output(id, character, region, message))
    }
  }

  func send(_ message: ClusterMessage) {
    gateway.withLock { $0 }?.receive([message], from: .shard(Self.shard))
  }

  private func receive(_ message: ClusterMessage) {
    // Answered inside the lock, so that the gateway hears everything in the order of ticks.
    state.withLock { state in
      state.heard.append(message)
      for waiter in state.waiters where waiter.matches(message) { waiter.1.resume() }
      state.waiters.removeAll { $0.matches(message) }
      for answer in answers(to: message, &state) { send(answer) }
    }
  }

  private func answers(to message: ClusterMessage, _ state: inout State) -> [ClusterMessage] {
    switch message {
    case .attach(let attach): attached(attach, &state)
    case .input(let input): applied(input, &state)
    case .probe(let probe):
      [
        .probeReply(
          SessionProbeReply(
            character: probe.character, region: probe.region, nonce: probe.nonce,
            tick: Tick(state.tick)))
      ]
    case .leave(let leave):
      state.present[leave.session.character]?.generation == leave.session.generation
        ? left(leave, &state) : []
    default: []
    }
  }

  private func attached(_ attach: Attach, _ state: inout State) -> [ClusterMessage] {
    guard state.attaches else { return [] }
    let id = attach.session.character
    if let reason = state.refusal {
      return [
        .attachRefused(
          AttachRefused(
            character: id, generation: attach.session.generation, region: attach.region,
            epoch: Self.epoch, reason: reason, place: state.place))
      ]
    }
    var character =
      state.present[id]
      ?? Character(
        generation: attach.session.generation,
        sequence: attach.sequenceSeen.advanced(by: 2), lastInput: .none)
    if attach.session.generation < character.generation {
      return [
        .attachRefused(
          AttachRefused(
            character: id, generation: attach.session.generation, region: attach.region,
            epoch: Self.epoch, reason: .staleGeneration))
      ]
    }
    character.generation = attach.session.generation
    state.present[id] = character
    return [view(id, character, attach.region, &state)]
  }

  private func applied(_ input: SessionInput, _ state: inout State) -> [ClusterMessage] {
    let id = input.session.character
    guard var character = state.present[id], character.generation == input.session.generation
    else { return [] }
    for one in input.inputs where one.sequence > character.lastInput {
      character.inputs.append(one.sequence)
      character.lastInput = one.sequence
    }
    state.present[id] = character
    if input.wantsView { return [view(id, character, input.region, &state)] }
    // What the crowd does is told by its own ticks.
    state.tick += 1
    return [output(id, character, input.region, state.tick)]
  }

  private func left(_ leave: Leave, _ state: inout State) -> [ClusterMessage] {
    state.present[leave.session.character] = nil
    return [
      .left(Left(character: leave.session.character, generation: leave.session.generation))
    ]
  }

  private func view(
    _ id: CharacterID, _ character: Character, _ region: RegionID, _ state: inout State
  ) -> ClusterMessage {
    state.tick += 1
    return output(
      id, character, region, state.tick,
      state.crowd.view(of: region, at: Self.epoch, in: Self.shard))
  }

  private func output(
    _ id: CharacterID, _ character: Character, _ region: RegionID, _ tick: UInt64,
    _ base: Snapshot = Snapshot(tick: Tick(0)), padding: Int = 0
  ) -> ClusterMessage {
    var snapshot = base
    snapshot.tick = Tick(tick)
    snapshot.own = OwnState(
      position: Position(unitsX: 5, unitsY: 5),
      counters: InputCounters(
        lastInput: character.lastInput, applied: character.lastInput.rawValue),
      sequence: character.sequence, facing: 0)
    if padding > 0 { snapshot.vanish = [UInt32](repeating: .max, count: padding / 5) }
    return output(id, character, region, .snapshot(snapshot))
  }

  private func output(
    _ id: CharacterID, _ character: Character, _ region: RegionID, _ message: ServerMessage
  ) -> ClusterMessage {
    var frame = ByteBuffer()
    ClientCodec.encode(message, to: &frame)
    return .output(
      Output(
        character: id, generation: character.generation, sequence: character.sequence,
        region: region, epoch: Self.epoch, lastInput: character.lastInput, frame: frame))
  }
}
