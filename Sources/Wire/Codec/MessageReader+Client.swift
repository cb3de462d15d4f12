import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func clientMessage(_ frame: Pangea__ClientFrame) throws(WireError) -> ClientMessage {
    switch frame.body_case {
    case PANGEA__CLIENT_FRAME__BODY_HELLO:
      let hello = try body(frame.hello)
      return .hello(
        version: hello.version,
        client: try text(hello.client, max: Limits.labelBytesMax, "hello.client"))
    case PANGEA__CLIENT_FRAME__BODY_LOGIN:
      return try login(try body(frame.login))
    case PANGEA__CLIENT_FRAME__BODY_JOIN:
      return .join(CharacterID(try body(frame.join).character))
    case PANGEA__CLIENT_FRAME__BODY_INPUT:
      return .input(try input(try body(frame.input)))
    case PANGEA__CLIENT_FRAME__BODY_PROBE:
      return .probe(nonce: try body(frame.probe).nonce)
    case PANGEA__CLIENT_FRAME__BODY_BYE:
      return .bye(reason: try bye(try body(frame.bye)))
    default:
      throw .bodyMissing
    }
  }

  private static func login(_ login: Pangea__Login) throws(WireError) -> ClientMessage {
    switch login.way_case {
    case PANGEA__LOGIN__WAY_GUEST:
      let guest = try body(login.guest)
      return .guestLogin(
        name: try text(guest.name, max: Limits.nameBytesMax, "guest.name"))
    case PANGEA__LOGIN__WAY_RESUME:
      return .resumeLogin(token: try token(try body(login.resume).token))
    default:
      throw .bodyMissing
    }
  }

  static func bye(_ bye: Pangea__Bye) throws(WireError) -> String {
    try text(bye.reason, max: Limits.sentenceBytesMax, "bye.reason")
  }

  /// A numbered input: the number starts at 1.
  static func input(_ input: Pangea__Input) throws(WireError) -> PlayerInput {
    guard input.sequence > 0 else { throw .outOfRange(field: "input.sequence") }
    return PlayerInput(sequence: InputSequence(input.sequence), motion: try motion(input))
  }

  static func motion(_ input: Pangea__Input) throws(WireError) -> WireMotion {
    switch input.motion_case {
    case PANGEA__INPUT__MOTION_HEADING:
      let heading = try body(input.heading)
      guard (-127...127).contains(heading.dx), (-127...127).contains(heading.dy) else {
        throw .outOfRange(field: "input.heading")
      }
      return .heading(dx: Int8(heading.dx), dy: Int8(heading.dy))
    case PANGEA__INPUT__MOTION_TARGET:
      let target = try body(input.target)
      return .target(Position(x: target.x, y: target.y))
    case PANGEA__INPUT__MOTION_STAND:
      return .stand
    default:
      throw .bodyMissing
    }
  }
}
