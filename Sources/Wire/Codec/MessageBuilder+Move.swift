import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func moveAsk(_ m: RegionMoveAsk) -> UnsafeMutablePointer<Pangea__RegionMoveAsk> {
    let message = make(pangea__region_move_ask__init)
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    message.pointee.source = m.source.rawValue
    message.pointee.archive_version = m.archiveVersion
    return message
  }

  func moveAnswer(_ m: RegionMoveAnswer) -> UnsafeMutablePointer<Pangea__RegionMoveAnswer> {
    let message = make(pangea__region_move_answer__init)
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    message.pointee.verdict = Pangea__RegionMoveVerdict(rawValue: m.verdict.rawValue)
    return message
  }

  func parcel(_ m: RegionParcel) -> UnsafeMutablePointer<Pangea__RegionParcel> {
    let message = make(pangea__region_parcel__init)
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    message.pointee.part = m.part
    message.pointee.parts = m.parts
    message.pointee.bytes = bytes(m.bytes)
    return message
  }

  func running(_ m: RegionRunning) -> UnsafeMutablePointer<Pangea__RegionRunning> {
    let message = make(pangea__region_running__init)
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    return message
  }

  func cargo(_ cargo: RegionCargo) -> UnsafeMutablePointer<Pangea__RegionCargo> {
    let message = make(pangea__region_cargo__init)
    message.pointee.region = cargo.region.rawValue
    message.pointee.epoch = cargo.epoch.rawValue
    message.pointee.stream = cargo.stream.rawValue
    message.pointee.world = bytes(cargo.world)
    message.pointee.n_resident = cargo.residents.count
    message.pointee.resident = messages(cargo.residents, resident)
    message.pointee.n_attach = cargo.attaches.count
    message.pointee.attach = messages(cargo.attaches, attach)
    message.pointee.n_departure = cargo.departures.count
    message.pointee.departure = messages(cargo.departures, departure)
    message.pointee.n_accept = cargo.accepts.count
    message.pointee.accept = messages(cargo.accepts, handoffAccept)
    message.pointee.n_refuse = cargo.refusals.count
    message.pointee.refuse = messages(cargo.refusals, handoffRefuse)
    message.pointee.n_neighbour = cargo.neighbours.count
    message.pointee.neighbour = messages(cargo.neighbours, neighbour)
    message.pointee.n_label = cargo.labels.count
    message.pointee.label = messages(cargo.labels, label)
    message.pointee.delay = cargo.delay
    return message
  }

  private func resident(
    _ resident: RegionCargo.Resident
  ) -> UnsafeMutablePointer<Pangea__ResidentCargo> {
    let message = make(pangea__resident_cargo__init)
    message.pointee.character = resident.session.character.rawValue
    message.pointee.generation = resident.session.generation.rawValue
    message.pointee.gateway = resident.session.gateway.rawValue
    message.pointee.sequence = resident.sequence.rawValue
    message.pointee.value_version = resident.valueVersion.rawValue
    message.pointee.last_input = resident.counters.lastInput.rawValue
    message.pointee.applied = resident.counters.applied
    message.pointee.gaps = resident.counters.gaps
    message.pointee.duplicates = resident.counters.duplicates
    message.pointee.n_waiting = resident.waiting.count
    message.pointee.waiting = messages(resident.waiting, input)
    message.pointee.name = text(resident.name, max: Limits.nameBytesMax)
    message.pointee.corrections = resident.corrections
    message.pointee.n_order = resident.orders.count
    message.pointee.order = messages(resident.orders, orderMark)
    return message
  }

  private func departure(
    _ departure: RegionCargo.Departure
  ) -> UnsafeMutablePointer<Pangea__DepartureCargo> {
    let message = make(pangea__departure_cargo__init)
    message.pointee.character = departure.character.rawValue
    message.pointee.region = departure.region.rawValue
    message.pointee.sequence = departure.sequence.rawValue
    message.pointee.unclaimed = departure.isUnclaimed ? 1 : 0
    return message
  }

  private func neighbour(
    _ neighbour: RegionCargo.Neighbour
  ) -> UnsafeMutablePointer<Pangea__NeighbourCargo> {
    let message = make(pangea__neighbour_cargo__init)
    message.pointee.region = neighbour.region.rawValue
    message.pointee.n_effect = neighbour.effects.count
    message.pointee.effect = messages(neighbour.effects, effect)
    message.pointee.effects_counter = neighbour.effectsCounter
    message.pointee.peer_stream = neighbour.peerStream.rawValue
    message.pointee.heard_stream = neighbour.heardStream.rawValue
    message.pointee.heard_counter = neighbour.heardCounter
    message.pointee.n_ghost = 2 * neighbour.ghosts.count
    message.pointee.ghost = numbers(2 * neighbour.ghosts.count) { numbers in
      for (index, ghost) in neighbour.ghosts.enumerated() {
        numbers[2 * index] = UInt64(ghost.slot)
        numbers[2 * index + 1] = ghost.entity
      }
    }
    return message
  }

  private func label(_ label: RegionCargo.Label) -> UnsafeMutablePointer<Pangea__LabelCargo> {
    let message = make(pangea__label_cargo__init)
    message.pointee.entity = label.entity
    message.pointee.name = text(label.name, max: Limits.nameBytesMax)
    message.pointee.sequence = label.sequence.rawValue
    return message
  }
}
