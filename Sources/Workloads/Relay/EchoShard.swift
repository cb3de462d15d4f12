import Cluster
import Model
import NIOCore
import Synchronization
import Wire

/// A shard that simulates nothing: it takes every player in, answers probes at once, and lets go.
/// What is left of a round trip is the gateway and the mesh.
///
/// As a shard does, it answers a frame of messages with one batch.
final class EchoShard: Sendable {
  static let id = ShardID(1)
  static let epoch = Epoch(1)

  private let mesh = Mutex<Mesh?>(nil)
  /// What everybody here was shown at first.
  private let shown = Mutex<[CharacterID: Output]>([:])
  private let updates = Mutex<UInt64>(0)

  /// How many updates it has sent since its players attached.
  var updatesSent: UInt64 { updates.withLock { $0 } }

  /// Where answers go; nil ends that, and the circle of the two.
  func answer(through mesh: Mesh?) { self.mesh.withLock { $0 = mesh } }

  func receive(_ messages: [ClusterMessage], from node: NodeID) {
    var batch = ByteBuffer()
    var count = 0
    for message in messages {
      guard let answer = answer(to: message) else { continue }
      ClusterCodec.append(answer, to: &batch)
      count += 1
    }
    guard count > 0 else { return }
    mesh.withLock { $0 }?.send(encoded: batch, messages: count, to: node)
  }

  /// Shows everybody something, as at the end of a tick: one frame for the gateway. A region that
  /// says nothing for long counts as away.
  func showAll(to gateway: NodeID) {
    let outputs = shown.withLock { Array($0.values) }
    var batch = ByteBuffer()
    for output in outputs { ClusterCodec.append(.output(output), to: &batch) }
    guard !outputs.isEmpty else { return }
    updates.withLock { $0 += UInt64(outputs.count) }
    mesh.withLock { $0 }?.send(encoded: batch, messages: outputs.count, to: gateway)
  }

  private func answer(to message: ClusterMessage) -> ClusterMessage? {
    switch message {
    case .probe(let probe):
      return .probeReply(
        SessionProbeReply(
          character: probe.character, region: probe.region, nonce: probe.nonce, tick: Tick(1)))
    case .attach(let attach):
      let output = Self.output(for: attach)
      shown.withLock { $0[output.character] = output }
      return .output(output)
    case .leave(let leave):
      shown.withLock { $0[leave.session.character] = nil }
      return .left(
        Left(character: leave.session.character, generation: leave.session.generation))
    default: return nil
    }
  }

  /// The first snapshot of a player who stands alone.
  private static func output(for attach: Attach) -> Output {
    var snapshot = Snapshot(tick: Tick(1))
    snapshot.own = OwnState(
      position: Position(unitsX: 5, unitsY: 5), counters: InputCounters(),
      sequence: attach.sequenceSeen.advanced(by: 2), facing: 0)
    var frame = ByteBuffer()
    ClientCodec.encode(ServerMessage.snapshot(snapshot), to: &frame)
    return Output(
      character: attach.session.character, generation: attach.session.generation,
      sequence: attach.sequenceSeen.advanced(by: 2), region: attach.region, epoch: epoch,
      lastInput: .none, frame: frame)
  }
}
