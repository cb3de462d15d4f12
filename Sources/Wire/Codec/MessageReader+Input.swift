import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  /// A numbered input: the number starts at 1.
  static func input(_ input: Pangea__Input) throws(WireError) -> PlayerInput {
    guard input.sequence > 0 else { throw .outOfRange(field: "input.sequence") }
    let motion = try motion(input)
    let deed = try deed(input)
    guard motion != nil || deed != nil else { throw .bodyMissing }
    return PlayerInput(sequence: InputSequence(input.sequence), motion: motion, deed: deed)
  }

  /// Nil when the input says nothing of motion.
  static func motion(_ input: Pangea__Input) throws(WireError) -> WireMotion? {
    switch input.motion_case {
    case PANGEA__INPUT__MOTION_HEADING:
      let heading = try body(input.heading)
      return .heading(
        dx: try component(heading.dx, "input.heading"),
        dy: try component(heading.dy, "input.heading"))
    case PANGEA__INPUT__MOTION_TARGET:
      let target = try body(input.target)
      return .target(Position(x: target.x, y: target.y))
    case PANGEA__INPUT__MOTION_STAND:
      return .stand
    default:
      return nil
    }
  }

  private static func deed(_ input: Pangea__Input) throws(WireError) -> WireDeed? {
    switch input.deed_case {
    case PANGEA__INPUT__DEED_USE_SKILL:
      let use = try body(input.use_skill)
      return .use(
        skill: use.skill, entity: use.entity, dx: try component(use.dx, "input.use_skill"),
        dy: try component(use.dy, "input.use_skill"))
    case PANGEA__INPUT__DEED_RESPAWN:
      return .respawn
    default:
      return nil
    }
  }

  private static func component(_ value: Int32, _ field: String) throws(WireError) -> Int8 {
    guard (-127...127).contains(value) else { throw .outOfRange(field: field) }
    return Int8(value)
  }
}
