import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func chatLine(_ line: ChatLine) -> UnsafeMutablePointer<Pangea__ChatLine> {
    let message = make(pangea__chat_line__init)
    message.pointee.channel = Pangea__ChatChannel(rawValue: line.channel.rawValue)
    message.pointee.character = line.character.rawValue
    message.pointee.name = text(line.name, max: Limits.nameBytesMax)
    message.pointee.text = text(line.text, max: Limits.chatBytesMax)
    message.pointee.to = text(line.to, max: Limits.nameBytesMax)
    return message
  }

  func notice(_ notice: Notice) -> UnsafeMutablePointer<Pangea__Notice> {
    let message = make(pangea__notice__init)
    message.pointee.code = Pangea__NoticeCode(rawValue: notice.code.rawValue)
    message.pointee.text = text(notice.text, max: Limits.sentenceBytesMax)
    message.pointee.again_ms = notice.againMilliseconds
    message.pointee.place = notice.place
    return message
  }

  func sessionSay(_ m: SessionSay) -> UnsafeMutablePointer<Pangea__SessionSay> {
    let message = make(pangea__session_say__init)
    message.pointee.character = m.session.character.rawValue
    message.pointee.generation = m.session.generation.rawValue
    message.pointee.gateway = m.session.gateway.rawValue
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    message.pointee.text = text(m.text, max: Limits.chatBytesMax)
    return message
  }

  func gatewayChat(_ m: GatewayChat) -> UnsafeMutablePointer<Pangea__GatewayChat> {
    let message = make(pangea__gateway_chat__init)
    message.pointee.id = m.id
    message.pointee.gateway = m.gateway.rawValue
    message.pointee.channel = Pangea__ChatChannel(rawValue: m.line.channel.rawValue)
    message.pointee.character = m.line.character.rawValue
    message.pointee.name = text(m.line.name, max: Limits.nameBytesMax)
    message.pointee.text = text(m.line.text, max: Limits.chatBytesMax)
    message.pointee.to = text(m.line.to, max: Limits.nameBytesMax)
    message.pointee.map = UInt32(m.map.rawValue)
    return message
  }

  func gatewayChatHeard(_ m: GatewayChatHeard) -> UnsafeMutablePointer<Pangea__GatewayChatHeard> {
    let message = make(pangea__gateway_chat_heard__init)
    message.pointee.id = m.id
    message.pointee.to = text(m.to, max: Limits.nameBytesMax)
    return message
  }
}
