import Model
import NIOCore
import Wire

/// Chat beyond sight: on the whole map, and to one.
extension Gateway {
  /// A line for everybody on a map, here and at the other gateways.
  func sayToAll(_ line: ChatLine, on map: MapID) {
    hear(line, on: map)
    let message = ClusterMessage.gatewayChat(
      GatewayChat(id: 0, gateway: id, line: line, map: map))
    for other in links.gateways() { send(message, to: other) }
  }

  /// A line for who bears a name. False when nobody is left to ask.
  func whisper(_ line: ChatLine, now: BootTime) -> Bool {
    if whisperHere(line) != nil { return true }
    let others = links.gateways()
    let patience = BootTime.Span.milliseconds(settings.limits.whisperMillisecondsMax)
    guard !others.isEmpty, let number = whispers.add(line, until: now + patience) else {
      return false
    }
    let message = ClusterMessage.gatewayChat(
      GatewayChat(id: number, gateway: id, line: line, map: MapID(0)))
    for other in others { send(message, to: other) }
    return true
  }

  /// What another gateway asks for, or answers.
  func receivedChat(_ message: ClusterMessage, from other: GatewayID) {
    switch message {
    case .gatewayChat(let chat) where chat.line.channel == .zone:
      hear(chat.line, on: chat.map)
    case .gatewayChat(let chat) where chat.line.channel == .whisper:
      guard let name = deliver(chat.line) else { return }
      send(.gatewayChatHeard(GatewayChatHeard(id: chat.id, to: name)), to: other)
    case .gatewayChatHeard(let answer):
      if let line = whispers.heard(answer.id) { confirm(line, heardBy: answer.to) }
    default: break
    }
  }

  /// Tells those whose whispers reached nobody.
  func expireWhispers(now: BootTime) {
    for line in whispers.expired(now: now) {
      tell(.notice(.nobodyThere(line.to)), to: line.character)
    }
  }

  /// The name of who heard it, which the one who whispers is told; nil when nobody did.
  private func whisperHere(_ line: ChatLine) -> String? {
    guard let name = deliver(line) else { return nil }
    confirm(line, heardBy: name)
    return name
  }

  private func deliver(_ line: ChatLine) -> String? {
    let found = names.characters(named: line.to)
    var heard = line
    heard.to = ""
    for character in found { tell(.chatLine(heard), to: character) }
    return found.isEmpty ? nil : line.to
  }

  private func confirm(_ line: ChatLine, heardBy name: String) {
    var own = line
    own.to = name
    tell(.chatLine(own), to: line.character)
  }

  private func hear(_ line: ChatLine, on map: MapID) {
    for desk in desks { desk.post([.hear(line, on: map)], metrics: metrics) }
  }

  private func tell(_ message: ServerMessage, to character: CharacterID) {
    guard let desk = sessions.desk(of: character) else { return }
    post([.tell(character, message)], to: desk)
  }

  private func send(_ message: ClusterMessage, to other: GatewayID) {
    if !links.send(message, .gateway(other)) { metrics.dropped(.meshRefused) }
  }
}

extension Notice {
  /// Why nothing was heard, and when it may be again.
  static func muted(milliseconds: UInt32) -> Notice {
    let seconds = (milliseconds + 999) / 1_000
    return Notice(
      .muted, "You said too much at once: wait \(seconds) seconds.",
      againMilliseconds: milliseconds)
  }

  static func nobodyThere(_ name: String) -> Notice {
    Notice(.nobodyThere, "Nobody called \(name) is in the world.")
  }
}
