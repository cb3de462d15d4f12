import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func serverMessage(_ frame: Pangea__ServerFrame) throws(WireError) -> ServerMessage {
    switch frame.body_case {
    case PANGEA__SERVER_FRAME__BODY_WELCOME:
      return .welcome(try welcome(try body(frame.welcome)))
    case PANGEA__SERVER_FRAME__BODY_LOGGED_IN:
      return .loggedIn(try loggedIn(try body(frame.logged_in)))
    case PANGEA__SERVER_FRAME__BODY_JOINED:
      return .joined(try joined(try body(frame.joined)))
    case PANGEA__SERVER_FRAME__BODY_SNAPSHOT:
      return .snapshot(try snapshot(try body(frame.snapshot)))
    case PANGEA__SERVER_FRAME__BODY_PROBE_REPLY:
      let reply = try body(frame.probe_reply)
      let region = reply.tick == 0 ? nil : RegionID(rawValue: reply.region)
      return .probeReply(nonce: reply.nonce, tick: Tick(reply.tick), region: region)
    case PANGEA__SERVER_FRAME__BODY_ERROR:
      return .error(try clientError(try body(frame.error)))
    case PANGEA__SERVER_FRAME__BODY_BYE:
      return .bye(reason: try bye(try body(frame.bye)))
    case PANGEA__SERVER_FRAME__BODY_CHAT_LINE:
      return .chatLine(try chatLine(try body(frame.chat_line)))
    case PANGEA__SERVER_FRAME__BODY_NOTICE:
      return .notice(try notice(try body(frame.notice)))
    case PANGEA__SERVER_FRAME__BODY_ANSWER:
      return .answer(try answer(try body(frame.answer)))
    case PANGEA__SERVER_FRAME__BODY_BELONGINGS:
      return .belongings(try belongings(try body(frame.belongings)))
    case PANGEA__SERVER_FRAME__BODY_MAILBOX:
      return .mailbox(try mailbox(try body(frame.mailbox)))
    case PANGEA__SERVER_FRAME__BODY_TRADE_OFFER:
      return .tradeOffer(try tradeOffer(try body(frame.trade_offer)))
    case PANGEA__SERVER_FRAME__BODY_TRADE_TABLE:
      return .tradeTable(try tradeTable(try body(frame.trade_table)))
    case PANGEA__SERVER_FRAME__BODY_ANNOUNCEMENT:
      return .announcement(try announcement(try body(frame.announcement)))
    default:
      throw .bodyMissing
    }
  }

  private static func welcome(_ message: Pangea__Welcome) throws(WireError) -> Welcome {
    var welcome = Welcome()
    welcome.version = message.version
    welcome.tickHz = message.tick_hz
    welcome.serverTimeMilliseconds = message.server_time_ms
    welcome.frameBytesMax = message.frame_bytes_max
    welcome.inputsPerSecondMax = message.inputs_per_second_max
    welcome.graceSeconds = message.grace_seconds
    welcome.server = try text(message.server, max: Limits.labelBytesMax, "welcome.server")
    welcome.contentVersion = try text(
      message.content_version, max: Limits.labelBytesMax, "welcome.content_version")
    return welcome
  }

  private static func loggedIn(_ message: Pangea__LoggedIn) throws(WireError) -> LoggedIn {
    LoggedIn(
      account: AccountID(message.account), character: CharacterID(message.character),
      name: try text(message.name, max: Limits.nameBytesMax, "logged_in.name"),
      resumeToken: try token(message.resume_token),
      lastInput: InputSequence(message.last_input), resumed: message.resumed != 0,
      login: message.login)
  }

  /// The grid is checked before it is made: a wrong one would trap.
  private static func joined(_ message: Pangea__Joined) throws(WireError) -> Joined {
    guard (1...256).contains(message.columns), (1...256).contains(message.rows) else {
      throw .outOfRange(field: "joined.grid")
    }
    let edge: Int32 = try number(message.region_edge, "joined.region_edge")
    let radius: Int32 = try number(message.view_radius, "joined.view_radius")
    guard radius > 0, edge / 2 >= radius else { throw .outOfRange(field: "joined.view_radius") }
    guard Int64(edge) * 256 * Int64(Fixed.one) <= Int64(Fixed.max) else {
      throw .outOfRange(field: "joined.region_edge")
    }
    guard message.units_to_steps == UInt32(Fixed.one) else {
      throw .outOfRange(field: "joined.units_to_steps")
    }
    let grid = RegionGrid(
      map: MapID(try number(message.map, "joined.map")), columns: Int(message.columns),
      rows: Int(message.rows), edgeUnits: edge, viewRadiusUnits: radius)
    return Joined(
      character: CharacterID(message.character), grid: grid,
      mapName: try text(message.map_name, max: Limits.labelBytesMax, "joined.map_name"))
  }

  private static func clientError(_ message: Pangea__Error) throws(WireError) -> ClientError {
    ClientError(
      ClientError.Code(rawValue: message.code.rawValue) ?? .unknown,
      try text(message.message, max: Limits.sentenceBytesMax, "error.message"),
      retryAfterMilliseconds: message.retry_after_ms, isFatal: message.fatal != 0)
  }
}
