import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func ghostBatch(_ m: Pangea__GhostBatch) throws(WireError) -> GhostBatch {
    var batch = GhostBatch(
      source: RegionID(rawValue: m.source), epoch: Epoch(m.epoch),
      target: RegionID(rawValue: m.target), counter: m.counter, isFull: m.full != 0,
      tick: Tick(m.tick), appear: try map(m.n_appear, m.appear, ghostAppear),
      move: try ghostMoves(UnsafeBufferPointer(start: m.move, count: m.n_move)),
      vanish: Array(UnsafeBufferPointer(start: m.vanish, count: m.n_vanish)), heard: m.heard)
    batch.vitals = try vitals(UnsafeBufferPointer(start: m.vitals, count: m.n_vitals))
    batch.events = try map(m.n_event, m.event, event)
    batch.effects = try map(m.n_effect, m.effect, effect)
    batch.effectsEpoch = Epoch(m.effects_epoch)
    batch.effectsHeard = m.effects_heard
    batch.effectsHeardEpoch = Epoch(m.effects_heard_epoch)
    // A process of an earlier version counts anew with every epoch.
    batch.stream = m.stream == 0 ? batch.epoch : Epoch(m.stream)
    batch.words = try map(m.n_word, m.word, word)
    return batch
  }

  static func effect(_ m: Pangea__BorderEffect) -> BorderEffect {
    BorderEffect(
      counter: m.counter, source: m.source, target: m.target, skill: m.skill,
      kind: BorderEffect.Kind(rawValue: m.kind.rawValue) ?? .unknown, amount: m.amount,
      level: m.level, hops: m.hops, origin: Position(x: m.x, y: m.y), element: m.element)
  }

  private static func word(_ m: Pangea__NearbyWord) throws(WireError) -> NearbyWord {
    NearbyWord(
      character: CharacterID(m.character),
      name: try text(m.name, max: Limits.nameBytesMax, "word.name"),
      text: try text(m.text, max: Limits.chatBytesMax, "word.text"),
      position: Position(x: m.x, y: m.y))
  }

  private static func ghostAppear(_ m: Pangea__GhostAppear) throws(WireError) -> GhostAppear {
    GhostAppear(
      slot: m.slot, entity: m.entity, position: Position(x: m.x, y: m.y),
      facing: try number(m.facing, "ghost.facing"), kind: try number(m.kind, "ghost.kind"),
      name: try text(m.name, max: Limits.nameBytesMax, "ghost.name"),
      sequence: HandoffSequence(m.sequence), definition: m.definition,
      condition: EntityCondition(
        health: try number(m.health, "ghost.health"), level: m.level, state: m.state))
  }

  private static func ghostMoves(
    _ numbers: UnsafeBufferPointer<Int32>
  ) throws(WireError) -> [GhostMove] {
    guard numbers.count.isMultiple(of: 4) else { throw .outOfRange(field: "ghost.move") }
    var moves: [GhostMove] = []
    moves.reserveCapacity(numbers.count / 4)
    for index in stride(from: 0, to: numbers.count, by: 4) {
      moves.append(
        GhostMove(
          slot: try number(numbers[index], "ghost.slot"),
          position: Position(x: numbers[index + 1], y: numbers[index + 2]),
          facing: try number(numbers[index + 3], "ghost.facing")))
    }
    return moves
  }
}
