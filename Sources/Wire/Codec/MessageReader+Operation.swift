import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func announcement(_ m: Pangea__Announcement) throws(WireError) -> Announcement {
    Announcement(
      id: try operation(m.id), style: try style(m.style, "announcement.style"),
      text: try text(m.text, max: Limits.announcementBytesMax, "announcement.text"))
  }

  static func operationOrder(_ m: Pangea__OperationOrder) throws(WireError) -> OperationOrder {
    var order = OperationOrder(
      id: try operation(m.id), admin: AdminID(m.admin), target: Incarnation(m.incarnation),
      actor: try text(m.actor, max: Limits.nameBytesMax, "operation.actor"),
      issuedAt: m.issued_ms, deadline: m.deadline_ms,
      undoOf: try m.undo_of.len == 0 ? nil : operation(m.undo_of), scope: try scope(m),
      kind: try kind(m))
    order.isWithdrawn = m.withdrawn != 0
    return order
  }

  static func operationReceipt(
    _ m: Pangea__OperationReceipt
  ) throws(WireError) -> OperationReceipt {
    OperationReceipt(
      id: try operation(m.id), node: try node(m.node), incarnation: Incarnation(m.incarnation),
      outcome: try outcome(m))
  }

  private static func operation(_ data: ProtobufCBinaryData) throws(WireError) -> AdminOperationID {
    let bytes = UnsafeBufferPointer(start: data.data, count: data.len)
    guard let id = AdminOperationID(bytes: bytes) else { throw .outOfRange(field: "operation.id") }
    return id
  }

  private static func style(
    _ value: Pangea__AnnouncementStyle, _ field: String
  ) throws(WireError) -> Announcement.Style {
    guard let style = Announcement.Style(rawValue: value.rawValue) else {
      throw .outOfRange(field: field)
    }
    return style
  }

  /// Nil for one that this version does not know: never everybody by mistake.
  private static func scope(_ m: Pangea__OperationOrder) throws(WireError) -> OperationScope? {
    switch m.scope_case {
    case PANGEA__OPERATION_ORDER__SCOPE_EVERYBODY:
      guard m.everybody != 0 else { throw .outOfRange(field: "operation.everybody") }
      return .everybody
    case PANGEA__OPERATION_ORDER__SCOPE_MAP:
      return .map(MapID(try number(m.map, "operation.map")))
    case PANGEA__OPERATION_ORDER__SCOPE_REGION: return .region(RegionID(rawValue: m.region))
    case PANGEA__OPERATION_ORDER__SCOPE_CHARACTER: return .character(CharacterID(m.character))
    case PANGEA__OPERATION_ORDER__SCOPE_ACCOUNT: return .account(AccountID(m.account))
    default: return nil
    }
  }

  private static func kind(_ m: Pangea__OperationOrder) throws(WireError) -> OperationOrder.Kind? {
    switch m.kind_case {
    case PANGEA__OPERATION_ORDER__KIND_ANNOUNCE:
      let announce = try body(m.announce)
      return .announce(
        try style(announce.style, "operation.style"),
        text: try text(announce.text, max: Limits.announcementBytesMax, "operation.text"))
    case PANGEA__OPERATION_ORDER__KIND_KICK:
      return .kick(
        reason: try text(
          try body(m.kick).reason, max: Limits.sentenceBytesMax, "operation.reason"))
    case PANGEA__OPERATION_ORDER__KIND_MUTES: return .mutes
    case PANGEA__OPERATION_ORDER__KIND_TRACE:
      let trace = try body(m.trace)
      return .trace(
        seconds: trace.seconds, process: trace.process.len == 0 ? nil : try node(trace.process))
    case PANGEA__OPERATION_ORDER__KIND_TELEPORT:
      let order = try body(m.teleport)
      return .teleport(
        MapID(try number(order.map, "operation.map")), Position(x: order.x, y: order.y))
    case PANGEA__OPERATION_ORDER__KIND_ATTRIBUTES:
      let order = try body(m.attributes)
      return .attributes(
        CharacterAttributes(
          health: order.given & 1 == 0 ? nil : order.health,
          mana: order.given & 2 == 0 ? nil : order.mana,
          level: order.given & 4 == 0 ? nil : order.level,
          experience: order.given & 8 == 0 ? nil : order.experience))
    case PANGEA__OPERATION_ORDER__KIND_LOG_LEVEL:
      let order = try body(m.log_level)
      return .logLevel(
        LogLevelOrder(
          process: order.process.len == 0 ? nil : try node(order.process),
          level: try text(order.level, max: Limits.labelBytesMax, "operation.level"),
          module: try text(order.module, max: Limits.labelBytesMax, "operation.module"),
          seconds: order.seconds))
    default: return nil
    }
  }

  static func orderMark(_ m: Pangea__OrderMark) throws(WireError) -> OrderMark {
    OrderMark(
      id: try operation(m.id), until: m.until_ms,
      before: try text(m.before, max: Limits.beforeBytesMax, "mark.before"), isTold: m.told != 0)
  }

  private static func outcome(_ m: Pangea__OperationReceipt) throws(WireError) -> OperationOutcome {
    switch m.outcome {
    case PANGEA__OPERATION_OUTCOME__OPERATION_APPLIED:
      let before = try text(m.before, max: Limits.beforeBytesMax, "operation.before")
      return before.isEmpty ? .applied(reached: m.reached) : .changed(before: before)
    case PANGEA__OPERATION_OUTCOME__OPERATION_REFUSED:
      return .refused(OperationOutcome.Refusal(rawValue: m.refusal.rawValue) ?? .unknown)
    case PANGEA__OPERATION_OUTCOME__OPERATION_NOTHING: return .nothingToDo
    default: throw .outOfRange(field: "operation.outcome")
    }
  }
}
