import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func announcement(_ told: Announcement) -> UnsafeMutablePointer<Pangea__Announcement> {
    let message = make(pangea__announcement__init)
    message.pointee.id = bytes(told.id.bytes)
    message.pointee.style = Pangea__AnnouncementStyle(rawValue: told.style.rawValue)
    message.pointee.text = text(told.text, max: Limits.announcementBytesMax)
    return message
  }

  func operationOrder(_ m: OperationOrder) -> UnsafeMutablePointer<Pangea__OperationOrder> {
    let message = make(pangea__operation_order__init)
    message.pointee.id = bytes(m.id.bytes)
    message.pointee.admin = m.admin.rawValue
    message.pointee.incarnation = m.target.rawValue
    message.pointee.actor = text(m.actor, max: Limits.nameBytesMax)
    message.pointee.issued_ms = m.issuedAt
    message.pointee.deadline_ms = m.deadline
    if let undone = m.undoOf { message.pointee.undo_of = bytes(undone.bytes) }
    message.pointee.withdrawn = m.isWithdrawn ? 1 : 0
    if let scope = m.scope { set(scope, of: &message.pointee) }
    if let kind = m.kind { set(kind, of: &message.pointee) }
    return message
  }

  private func set(_ scope: OperationScope, of message: inout Pangea__OperationOrder) {
    switch scope {
    case .everybody:
      message.scope_case = PANGEA__OPERATION_ORDER__SCOPE_EVERYBODY
      message.everybody = 1
    case .map(let map):
      message.scope_case = PANGEA__OPERATION_ORDER__SCOPE_MAP
      message.map = UInt32(map.rawValue)
    case .region(let region):
      message.scope_case = PANGEA__OPERATION_ORDER__SCOPE_REGION
      message.region = region.rawValue
    case .character(let character):
      message.scope_case = PANGEA__OPERATION_ORDER__SCOPE_CHARACTER
      message.character = character.rawValue
    case .account(let account):
      message.scope_case = PANGEA__OPERATION_ORDER__SCOPE_ACCOUNT
      message.account = account.rawValue
    }
  }

  private func set(_ kind: OperationOrder.Kind, of message: inout Pangea__OperationOrder) {
    switch kind {
    case .announce(let style, let words):
      message.kind_case = PANGEA__OPERATION_ORDER__KIND_ANNOUNCE
      let announce = make(pangea__announce_order__init)
      announce.pointee.style = Pangea__AnnouncementStyle(rawValue: style.rawValue)
      announce.pointee.text = text(words, max: Limits.announcementBytesMax)
      message.announce = announce
    case .kick(let reason):
      message.kind_case = PANGEA__OPERATION_ORDER__KIND_KICK
      let kick = make(pangea__kick_order__init)
      kick.pointee.reason = text(reason, max: Limits.sentenceBytesMax)
      message.kick = kick
    case .mutes:
      message.kind_case = PANGEA__OPERATION_ORDER__KIND_MUTES
      message.mutes = make(pangea__mutes_order__init)
    case .trace(let seconds, let process):
      message.kind_case = PANGEA__OPERATION_ORDER__KIND_TRACE
      let trace = make(pangea__trace_order__init)
      trace.pointee.seconds = seconds
      trace.pointee.process = text(process?.description ?? "", max: Limits.labelBytesMax)
      message.trace = trace
    case .teleport(let map, let place):
      message.kind_case = PANGEA__OPERATION_ORDER__KIND_TELEPORT
      let teleport = make(pangea__teleport_order__init)
      teleport.pointee.map = UInt32(map.rawValue)
      teleport.pointee.x = place.x
      teleport.pointee.y = place.y
      message.teleport = teleport
    case .attributes(let attributes):
      message.kind_case = PANGEA__OPERATION_ORDER__KIND_ATTRIBUTES
      message.attributes = attributesOrder(attributes)
    case .logLevel(let wanted):
      message.kind_case = PANGEA__OPERATION_ORDER__KIND_LOG_LEVEL
      let order = make(pangea__log_level_order__init)
      order.pointee.process = text(wanted.process?.description ?? "", max: Limits.labelBytesMax)
      order.pointee.level = text(wanted.level, max: Limits.labelBytesMax)
      order.pointee.module = text(wanted.module, max: Limits.labelBytesMax)
      order.pointee.seconds = wanted.seconds
      message.log_level = order
    }
  }

  private func attributesOrder(
    _ attributes: CharacterAttributes
  ) -> UnsafeMutablePointer<Pangea__AttributesOrder> {
    let message = make(pangea__attributes_order__init)
    message.pointee.given =
      (attributes.health == nil ? 0 : 1) | (attributes.mana == nil ? 0 : 2)
      | (attributes.level == nil ? 0 : 4) | (attributes.experience == nil ? 0 : 8)
    message.pointee.health = attributes.health ?? 0
    message.pointee.mana = attributes.mana ?? 0
    message.pointee.level = attributes.level ?? 0
    message.pointee.experience = attributes.experience ?? 0
    return message
  }

  func orderMark(_ mark: OrderMark) -> UnsafeMutablePointer<Pangea__OrderMark> {
    let message = make(pangea__order_mark__init)
    message.pointee.id = bytes(mark.id.bytes)
    message.pointee.until_ms = mark.until
    message.pointee.before = text(mark.before, max: Limits.beforeBytesMax)
    message.pointee.told = mark.isTold ? 1 : 0
    return message
  }

  func operationReceipt(_ m: OperationReceipt) -> UnsafeMutablePointer<Pangea__OperationReceipt> {
    let message = make(pangea__operation_receipt__init)
    message.pointee.id = bytes(m.id.bytes)
    message.pointee.node = text(m.node.description, max: Limits.labelBytesMax)
    message.pointee.incarnation = m.incarnation.rawValue
    switch m.outcome {
    case .applied(let reached):
      message.pointee.outcome = PANGEA__OPERATION_OUTCOME__OPERATION_APPLIED
      message.pointee.reached = reached
    case .changed(let before):
      message.pointee.outcome = PANGEA__OPERATION_OUTCOME__OPERATION_APPLIED
      message.pointee.reached = 1
      message.pointee.before = text(before, max: Limits.beforeBytesMax)
    case .refused(let refusal):
      message.pointee.outcome = PANGEA__OPERATION_OUTCOME__OPERATION_REFUSED
      message.pointee.refusal = Pangea__OperationRefusal(rawValue: refusal.rawValue)
    case .nothingToDo:
      message.pointee.outcome = PANGEA__OPERATION_OUTCOME__OPERATION_NOTHING
    }
    return message
  }
}
