import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func chatLine(_ m: Pangea__ChatLine) throws(WireError) -> ChatLine {
    ChatLine(
      channel: try channel(m.channel), character: CharacterID(m.character),
      name: try text(m.name, max: Limits.nameBytesMax, "chat.name"),
      text: try text(m.text, max: Limits.chatBytesMax, "chat.text"),
      to: try text(m.to, max: Limits.nameBytesMax, "chat.to"))
  }

  static func channel(_ value: Pangea__ChatChannel) throws(WireError) -> ChatChannel {
    guard let channel = ChatChannel(rawValue: value.rawValue) else {
      throw .outOfRange(field: "chat.channel")
    }
    return channel
  }

  static func notice(_ m: Pangea__Notice) throws(WireError) -> Notice {
    Notice(
      Notice.Code(rawValue: m.code.rawValue) ?? .unknown,
      try text(m.text, max: Limits.sentenceBytesMax, "notice.text"),
      againMilliseconds: m.again_ms, place: m.place)
  }

  static func sessionSay(_ m: Pangea__SessionSay) throws(WireError) -> SessionSay {
    SessionSay(
      session: session(m.character, m.generation, m.gateway), region: RegionID(rawValue: m.region),
      epoch: Epoch(m.epoch), text: try text(m.text, max: Limits.chatBytesMax, "say.text"))
  }

  static func gatewayChat(_ m: Pangea__GatewayChat) throws(WireError) -> GatewayChat {
    GatewayChat(
      id: m.id, gateway: GatewayID(m.gateway),
      line: ChatLine(
        channel: try channel(m.channel), character: CharacterID(m.character),
        name: try text(m.name, max: Limits.nameBytesMax, "chat.name"),
        text: try text(m.text, max: Limits.chatBytesMax, "chat.text"),
        to: try text(m.to, max: Limits.nameBytesMax, "chat.to")),
      map: MapID(try number(m.map, "chat.map")))
  }

  static func gatewayChatHeard(_ m: Pangea__GatewayChatHeard) throws(WireError) -> GatewayChatHeard
  {
    GatewayChatHeard(id: m.id, to: try text(m.to, max: Limits.nameBytesMax, "chat.to"))
  }
}
