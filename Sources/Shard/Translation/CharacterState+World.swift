import Model
import Wire
import World

extension CharacterState {
  /// A character's entity as it goes into a message; counters and waiting inputs are the
  /// authority's and are filled in there.
  package init(_ body: Body, name: String, tick: Tick) {
    self.init(
      character: CharacterID(body.id.rawValue), name: name, position: body.position,
      facing: body.facing, kind: body.kind.wire, speed: body.speed, motion: body.motion.wire,
      counters: InputCounters(), waiting: [], tick: tick,
      vitals: body.vitals.map { CharacterVitals($0) }, travelled: body.hasTravelled)
  }

  /// The entity that this state describes. Speed is the server's rule, whatever a message says.
  func body(rules: Rules) -> Body {
    Body(
      id: EntityID(character), kind: .player, position: position,
      facing: facing, motion: Motion(motion), speed: rules.playerSpeed,
      vitals: vitals.map { Vitals($0) }, hasTravelled: travelled)
  }
}
