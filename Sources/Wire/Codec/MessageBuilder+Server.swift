import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func frame(_ message: ServerMessage) -> UnsafeMutablePointer<Pangea__ServerFrame> {
    let frame = make(pangea__server_frame__init)
    switch message {
    case .welcome(let welcome):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_WELCOME
      frame.pointee.welcome = self.welcome(welcome)
    case .loggedIn(let loggedIn):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_LOGGED_IN
      frame.pointee.logged_in = self.loggedIn(loggedIn)
    case .joined(let joined):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_JOINED
      frame.pointee.joined = self.joined(joined)
    case .snapshot(let snapshot):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_SNAPSHOT
      frame.pointee.snapshot = self.snapshot(snapshot)
    case .probeReply(let nonce, let tick, let region):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_PROBE_REPLY
      frame.pointee.probe_reply = make(pangea__probe_reply__init)
      frame.pointee.probe_reply.pointee.nonce = nonce
      frame.pointee.probe_reply.pointee.tick = tick.rawValue
      frame.pointee.probe_reply.pointee.region = region?.rawValue ?? 0
    case .error(let error):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_ERROR
      frame.pointee.error = self.error(error)
    case .bye(let reason):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_BYE
      frame.pointee.bye = bye(reason)
    case .chatLine(let line):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_CHAT_LINE
      frame.pointee.chat_line = chatLine(line)
    case .notice(let notice):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_NOTICE
      frame.pointee.notice = self.notice(notice)
    case .answer(let answer):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_ANSWER
      frame.pointee.answer = self.answer(answer)
    case .belongings(let owned):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_BELONGINGS
      frame.pointee.belongings = belongings(owned)
    case .mailbox(let letters):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_MAILBOX
      frame.pointee.mailbox = mailbox(letters)
    case .tradeOffer(let offer):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_TRADE_OFFER
      frame.pointee.trade_offer = tradeOffer(offer)
    case .tradeTable(let table):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_TRADE_TABLE
      frame.pointee.trade_table = tradeTable(table)
    case .announcement(let told):
      frame.pointee.body_case = PANGEA__SERVER_FRAME__BODY_ANNOUNCEMENT
      frame.pointee.announcement = announcement(told)
    }
    return frame
  }

  private func welcome(_ welcome: Welcome) -> UnsafeMutablePointer<Pangea__Welcome> {
    let message = make(pangea__welcome__init)
    message.pointee.version = welcome.version
    message.pointee.tick_hz = welcome.tickHz
    message.pointee.server_time_ms = welcome.serverTimeMilliseconds
    message.pointee.frame_bytes_max = welcome.frameBytesMax
    message.pointee.inputs_per_second_max = welcome.inputsPerSecondMax
    message.pointee.grace_seconds = welcome.graceSeconds
    message.pointee.server = text(welcome.server, max: Limits.labelBytesMax)
    message.pointee.content_version = text(welcome.contentVersion, max: Limits.labelBytesMax)
    return message
  }

  private func loggedIn(_ loggedIn: LoggedIn) -> UnsafeMutablePointer<Pangea__LoggedIn> {
    let message = make(pangea__logged_in__init)
    message.pointee.account = loggedIn.account.rawValue
    message.pointee.character = loggedIn.character.rawValue
    message.pointee.name = text(loggedIn.name, max: Limits.nameBytesMax)
    message.pointee.resume_token = bytes(loggedIn.resumeToken)
    message.pointee.last_input = loggedIn.lastInput.rawValue
    message.pointee.resumed = loggedIn.resumed ? 1 : 0
    message.pointee.login = loggedIn.login
    return message
  }

  private func joined(_ joined: Joined) -> UnsafeMutablePointer<Pangea__Joined> {
    let message = make(pangea__joined__init)
    message.pointee.character = joined.character.rawValue
    message.pointee.map = UInt32(joined.grid.map.rawValue)
    message.pointee.map_name = text(joined.mapName, max: Limits.labelBytesMax)
    message.pointee.region_edge = UInt32(joined.grid.edgeUnits)
    message.pointee.view_radius = UInt32(joined.grid.viewRadiusUnits)
    message.pointee.columns = UInt32(joined.grid.columns)
    message.pointee.rows = UInt32(joined.grid.rows)
    message.pointee.units_to_steps = UInt32(Fixed.one)
    return message
  }

  private func error(_ error: ClientError) -> UnsafeMutablePointer<Pangea__Error> {
    let message = make(pangea__error__init)
    message.pointee.code = Pangea__ErrorCode(rawValue: error.code.rawValue)
    message.pointee.message = text(error.message, max: Limits.sentenceBytesMax)
    message.pointee.retry_after_ms = error.retryAfterMilliseconds
    message.pointee.fatal = error.isFatal ? 1 : 0
    return message
  }
}
