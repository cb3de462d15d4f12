import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func input(_ input: PlayerInput) -> UnsafeMutablePointer<Pangea__Input> {
    let message = motion(input.motion)
    message.pointee.sequence = input.sequence.rawValue
    switch input.deed {
    case .use(let skill, let entity, let dx, let dy):
      message.pointee.deed_case = PANGEA__INPUT__DEED_USE_SKILL
      message.pointee.use_skill = make(pangea__use_skill__init)
      message.pointee.use_skill.pointee.skill = skill
      message.pointee.use_skill.pointee.entity = entity
      message.pointee.use_skill.pointee.dx = Int32(max(dx, -127))
      message.pointee.use_skill.pointee.dy = Int32(max(dy, -127))
    case .respawn:
      message.pointee.deed_case = PANGEA__INPUT__DEED_RESPAWN
      message.pointee.respawn = make(pangea__respawn__init)
    case nil: break
    }
    return message
  }

  /// An input without a number. A component of -128, which the wire does not know, becomes -127.
  func motion(_ motion: WireMotion?) -> UnsafeMutablePointer<Pangea__Input> {
    let message = make(pangea__input__init)
    switch motion {
    case .stand:
      message.pointee.motion_case = PANGEA__INPUT__MOTION_STAND
      message.pointee.stand = make(pangea__stand__init)
    case .heading(let dx, let dy):
      message.pointee.motion_case = PANGEA__INPUT__MOTION_HEADING
      message.pointee.heading = make(pangea__heading__init)
      message.pointee.heading.pointee.dx = Int32(max(dx, -127))
      message.pointee.heading.pointee.dy = Int32(max(dy, -127))
    case .target(let position):
      message.pointee.motion_case = PANGEA__INPUT__MOTION_TARGET
      message.pointee.target = make(pangea__target__init)
      message.pointee.target.pointee.x = position.x
      message.pointee.target.pointee.y = position.y
    case nil: break
    }
    return message
  }
}
