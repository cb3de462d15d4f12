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
    case PANGEA__CLIENT_FRAME__BODY_SAY:
      return .say(try say(try body(frame.say)))
    case PANGEA__CLIENT_FRAME__BODY_REQUEST:
      return .request(try request(try body(frame.request)))
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
    case PANGEA__LOGIN__WAY_TICKET:
      return .ticketLogin(ticket: try token(try body(login.ticket).ticket))
    default:
      throw .bodyMissing
    }
  }

  static func bye(_ bye: Pangea__Bye) throws(WireError) -> String {
    try text(bye.reason, max: Limits.sentenceBytesMax, "bye.reason")
  }

  private static func say(_ say: Pangea__Say) throws(WireError) -> Say {
    Say(
      channel: try channel(say.channel),
      text: try text(say.text, max: Limits.chatBytesMax, "say.text"),
      to: try text(say.to, max: Limits.nameBytesMax, "say.to"))
  }
}
