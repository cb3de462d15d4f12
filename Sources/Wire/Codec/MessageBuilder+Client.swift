import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func frame(_ message: ClientMessage) -> UnsafeMutablePointer<Pangea__ClientFrame> {
    let frame = make(pangea__client_frame__init)
    switch message {
    case .hello(let version, let client):
      frame.pointee.body_case = PANGEA__CLIENT_FRAME__BODY_HELLO
      frame.pointee.hello = make(pangea__hello__init)
      frame.pointee.hello.pointee.version = version
      frame.pointee.hello.pointee.client = text(client, max: Limits.labelBytesMax)
    case .guestLogin(let name):
      let login = make(pangea__login__init)
      login.pointee.way_case = PANGEA__LOGIN__WAY_GUEST
      login.pointee.guest = make(pangea__guest_login__init)
      login.pointee.guest.pointee.name = text(name, max: Limits.nameBytesMax)
      setLogin(login, of: frame)
    case .resumeLogin(let token):
      let login = make(pangea__login__init)
      login.pointee.way_case = PANGEA__LOGIN__WAY_RESUME
      login.pointee.resume = make(pangea__resume_login__init)
      login.pointee.resume.pointee.token = bytes(token)
      setLogin(login, of: frame)
    case .ticketLogin(let ticket):
      let login = make(pangea__login__init)
      login.pointee.way_case = PANGEA__LOGIN__WAY_TICKET
      login.pointee.ticket = make(pangea__ticket_login__init)
      login.pointee.ticket.pointee.ticket = bytes(ticket)
      setLogin(login, of: frame)
    case .join(let character):
      frame.pointee.body_case = PANGEA__CLIENT_FRAME__BODY_JOIN
      frame.pointee.join = make(pangea__join__init)
      frame.pointee.join.pointee.character = character.rawValue
    case .input(let input):
      frame.pointee.body_case = PANGEA__CLIENT_FRAME__BODY_INPUT
      frame.pointee.input = self.input(input)
    case .probe(let nonce):
      frame.pointee.body_case = PANGEA__CLIENT_FRAME__BODY_PROBE
      frame.pointee.probe = make(pangea__probe__init)
      frame.pointee.probe.pointee.nonce = nonce
    case .bye(let reason):
      frame.pointee.body_case = PANGEA__CLIENT_FRAME__BODY_BYE
      frame.pointee.bye = bye(reason)
    case .say(let say):
      frame.pointee.body_case = PANGEA__CLIENT_FRAME__BODY_SAY
      frame.pointee.say = self.say(say)
    case .request(let request):
      frame.pointee.body_case = PANGEA__CLIENT_FRAME__BODY_REQUEST
      frame.pointee.request = self.request(request)
    }
    return frame
  }

  private func setLogin(
    _ login: UnsafeMutablePointer<Pangea__Login>,
    of frame: UnsafeMutablePointer<Pangea__ClientFrame>
  ) {
    frame.pointee.body_case = PANGEA__CLIENT_FRAME__BODY_LOGIN
    frame.pointee.login = login
  }

  func bye(_ reason: String) -> UnsafeMutablePointer<Pangea__Bye> {
    let bye = make(pangea__bye__init)
    bye.pointee.reason = text(reason, max: Limits.sentenceBytesMax)
    return bye
  }

  private func say(_ say: Say) -> UnsafeMutablePointer<Pangea__Say> {
    let message = make(pangea__say__init)
    message.pointee.channel = Pangea__ChatChannel(rawValue: say.channel.rawValue)
    message.pointee.text = text(say.text, max: Limits.chatBytesMax)
    message.pointee.to = text(say.to, max: Limits.nameBytesMax)
    return message
  }
}
