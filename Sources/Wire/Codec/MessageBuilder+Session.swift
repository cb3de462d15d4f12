import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func hello(_ m: MeshHello) -> UnsafeMutablePointer<Pangea__MeshHello> {
    let message = make(pangea__mesh_hello__init)
    message.pointee.version = m.version
    message.pointee.node = text(m.node.description, max: Limits.labelBytesMax)
    message.pointee.incarnation = m.incarnation.rawValue
    message.pointee.cluster = text(m.cluster, max: Limits.labelBytesMax)
    return message
  }

  func attach(_ m: Attach) -> UnsafeMutablePointer<Pangea__Attach> {
    let message = make(pangea__attach__init)
    message.pointee.character = m.session.character.rawValue
    message.pointee.generation = m.session.generation.rawValue
    message.pointee.gateway = m.session.gateway.rawValue
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    message.pointee.sequence_seen = m.sequenceSeen.rawValue
    message.pointee.input_base = m.inputBase.rawValue
    message.pointee.trace = trace(m.trace)
    message.pointee.returning = m.isReturning ? 1 : 0
    return message
  }

  func attachRefused(_ m: AttachRefused) -> UnsafeMutablePointer<Pangea__AttachRefused> {
    let message = make(pangea__attach_refused__init)
    message.pointee.character = m.character.rawValue
    message.pointee.generation = m.generation.rawValue
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    message.pointee.reason = Pangea__AttachRefusal(rawValue: m.reason.rawValue)
    message.pointee.place = m.place
    return message
  }

  func sessionInput(_ m: SessionInput) -> UnsafeMutablePointer<Pangea__SessionInput> {
    let message = make(pangea__session_input__init)
    message.pointee.character = m.session.character.rawValue
    message.pointee.generation = m.session.generation.rawValue
    message.pointee.gateway = m.session.gateway.rawValue
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    message.pointee.input_base = m.base.rawValue
    message.pointee.n_input = m.inputs.count
    message.pointee.input = messages(m.inputs, input)
    message.pointee.trace = trace(m.trace)
    message.pointee.wants_view = m.wantsView ? 1 : 0
    return message
  }

  func output(_ m: Output) -> UnsafeMutablePointer<Pangea__Output> {
    let message = make(pangea__output__init)
    message.pointee.character = m.character.rawValue
    message.pointee.generation = m.generation.rawValue
    message.pointee.sequence = m.sequence.rawValue
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    message.pointee.last_input = m.lastInput.rawValue
    message.pointee.frame = bytes(m.frame)
    message.pointee.update = m.part?.number ?? 0
    message.pointee.whole = m.part?.isWhole == true ? 1 : 0
    return message
  }

  func detached(_ m: Detached) -> UnsafeMutablePointer<Pangea__Detached> {
    let message = make(pangea__detached__init)
    message.pointee.character = m.character.rawValue
    message.pointee.generation = m.generation.rawValue
    message.pointee.sequence = m.sequence.rawValue
    message.pointee.region = m.region.rawValue
    return message
  }

  func notHere(_ m: NotHere) -> UnsafeMutablePointer<Pangea__NotHere> {
    let message = make(pangea__not_here__init)
    message.pointee.character = m.character.rawValue
    message.pointee.generation = m.generation.rawValue
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    return message
  }

  func moved(_ m: Moved) -> UnsafeMutablePointer<Pangea__Moved> {
    let message = make(pangea__moved__init)
    message.pointee.character = m.character.rawValue
    message.pointee.generation = m.generation.rawValue
    message.pointee.region = m.region.rawValue
    message.pointee.sequence = m.sequence.rawValue
    return message
  }

  func staleEpoch(_ m: StaleEpoch) -> UnsafeMutablePointer<Pangea__StaleEpoch> {
    let message = make(pangea__stale_epoch__init)
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    message.pointee.character = m.character?.rawValue ?? 0
    message.pointee.generation = m.generation?.rawValue ?? 0
    return message
  }

  func leave(_ m: Leave) -> UnsafeMutablePointer<Pangea__Leave> {
    let message = make(pangea__leave__init)
    message.pointee.character = m.session.character.rawValue
    message.pointee.generation = m.session.generation.rawValue
    message.pointee.gateway = m.session.gateway.rawValue
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    return message
  }

  func left(_ m: Left) -> UnsafeMutablePointer<Pangea__Left> {
    let message = make(pangea__left__init)
    message.pointee.character = m.character.rawValue
    message.pointee.generation = m.generation.rawValue
    return message
  }

  func probe(_ m: SessionProbe) -> UnsafeMutablePointer<Pangea__SessionProbe> {
    let message = make(pangea__session_probe__init)
    message.pointee.character = m.character.rawValue
    message.pointee.region = m.region.rawValue
    message.pointee.nonce = m.nonce
    message.pointee.gateway = m.gateway.rawValue
    return message
  }

  func probeReply(_ m: SessionProbeReply) -> UnsafeMutablePointer<Pangea__SessionProbeReply> {
    let message = make(pangea__session_probe_reply__init)
    message.pointee.character = m.character.rawValue
    message.pointee.region = m.region.rawValue
    message.pointee.nonce = m.nonce
    message.pointee.tick = m.tick.rawValue
    return message
  }
}
