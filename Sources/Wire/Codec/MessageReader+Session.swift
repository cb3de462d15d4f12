import CPangeaProto
import CProtobufC
import Model
import NIOCore

extension MessageReader {
  static func hello(_ m: Pangea__MeshHello) throws(WireError) -> MeshHello {
    MeshHello(
      version: m.version, node: try node(m.node), incarnation: Incarnation(m.incarnation),
      cluster: try text(m.cluster, max: Limits.labelBytesMax, "hello.cluster"))
  }

  static func node(_ data: ProtobufCBinaryData) throws(WireError) -> NodeID {
    guard let node = NodeID(try text(data, max: Limits.labelBytesMax, "node")) else {
      throw .outOfRange(field: "node")
    }
    return node
  }

  static func attach(_ m: Pangea__Attach) throws(WireError) -> Attach {
    Attach(
      session: session(m.character, m.generation, m.gateway), region: RegionID(rawValue: m.region),
      epoch: Epoch(m.epoch), sequenceSeen: HandoffSequence(m.sequence_seen),
      inputBase: InputSequence(m.input_base),
      trace: try trace(m.trace, "attach.trace"), isReturning: m.returning != 0)
  }

  static func session(_ character: UInt64, _ generation: UInt64, _ gateway: UInt32)
    -> SessionAddress
  {
    SessionAddress(
      character: CharacterID(character), generation: SessionGeneration(generation),
      gateway: GatewayID(gateway))
  }

  static func attachRefused(_ m: Pangea__AttachRefused) -> AttachRefused {
    AttachRefused(
      character: CharacterID(m.character), generation: SessionGeneration(m.generation),
      region: RegionID(rawValue: m.region), epoch: Epoch(m.epoch),
      reason: AttachRefused.Reason(rawValue: m.reason.rawValue) ?? .unknown, place: m.place)
  }

  static func sessionInput(_ m: Pangea__SessionInput) throws(WireError) -> SessionInput {
    SessionInput(
      session: session(m.character, m.generation, m.gateway), region: RegionID(rawValue: m.region),
      epoch: Epoch(m.epoch), base: InputSequence(m.input_base),
      inputs: try map(m.n_input, m.input, input), trace: try trace(m.trace, "input.trace"),
      wantsView: m.wants_view != 0)
  }

  static func output(_ m: Pangea__Output) -> Output {
    Output(
      character: CharacterID(m.character), generation: SessionGeneration(m.generation),
      sequence: HandoffSequence(m.sequence), region: RegionID(rawValue: m.region),
      epoch: Epoch(m.epoch), lastInput: InputSequence(m.last_input),
      frame: ByteBuffer(bytes: UnsafeBufferPointer(start: m.frame.data, count: m.frame.len)),
      part: ViewPart(wire: m.update, isWhole: m.whole != 0))
  }

  static func detached(_ m: Pangea__Detached) -> Detached {
    Detached(
      character: CharacterID(m.character), generation: SessionGeneration(m.generation),
      sequence: HandoffSequence(m.sequence), region: RegionID(rawValue: m.region))
  }

  static func notHere(_ m: Pangea__NotHere) -> NotHere {
    NotHere(
      character: CharacterID(m.character), generation: SessionGeneration(m.generation),
      region: RegionID(rawValue: m.region), epoch: Epoch(m.epoch))
  }

  static func moved(_ m: Pangea__Moved) -> Moved {
    Moved(
      character: CharacterID(m.character), generation: SessionGeneration(m.generation),
      region: RegionID(rawValue: m.region), sequence: HandoffSequence(m.sequence))
  }

  /// Characters count from 1, so 0 says that the refused message had none.
  static func staleEpoch(_ m: Pangea__StaleEpoch) -> StaleEpoch {
    StaleEpoch(
      region: RegionID(rawValue: m.region), epoch: Epoch(m.epoch),
      character: m.character == 0 ? nil : CharacterID(m.character),
      generation: m.generation == 0 ? nil : SessionGeneration(m.generation))
  }

  static func leave(_ m: Pangea__Leave) -> Leave {
    Leave(
      session: session(m.character, m.generation, m.gateway), region: RegionID(rawValue: m.region),
      epoch: Epoch(m.epoch))
  }

  static func left(_ m: Pangea__Left) -> Left {
    Left(character: CharacterID(m.character), generation: SessionGeneration(m.generation))
  }

  static func probe(_ m: Pangea__SessionProbe) -> SessionProbe {
    SessionProbe(
      character: CharacterID(m.character), region: RegionID(rawValue: m.region), nonce: m.nonce,
      gateway: GatewayID(m.gateway))
  }

  static func probeReply(_ m: Pangea__SessionProbeReply) -> SessionProbeReply {
    SessionProbeReply(
      character: CharacterID(m.character), region: RegionID(rawValue: m.region), nonce: m.nonce,
      tick: Tick(m.tick))
  }
}
