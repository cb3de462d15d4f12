import Model
import Synchronization
import Testing
import Wire

@testable import Gateway

/// Chat over real sockets: on the map, to one, and what other gateways hear of it.
@Suite("Chat through a gateway")
struct ChatTests {
  private func line(_ player: inout TestPlayer) async throws -> ChatLine? {
    guard case .chatLine(let line) = try await player.nextMessage() else { return nil }
    return line
  }

  private func notice(_ player: inout TestPlayer) async throws -> Notice? {
    guard case .notice(let notice) = try await player.nextMessage() else { return nil }
    return notice
  }

  @Test("everybody on the map hears it", arguments: TestPlayer.Transport.allCases)
  func onTheMap(transport: TestPlayer.Transport) async throws {
    try await TestGateway.run { gateway in
      var (ada, login) = try await gateway.playing(transport, name: "Ada")
      var (bob, _) = try await gateway.playing(transport, name: "Bob")
      ada.send(.say(Say(channel: .zone, text: "hello map")))
      let expected = ChatLine(
        channel: .zone, character: login.character, name: "Ada", text: "hello map")
      let heard = (try await line(&ada), try await line(&bob))
      #expect(heard.0 == expected && heard.1 == expected)
    }
  }

  @Test("a whisper reaches one, and comes back")
  func whisper() async throws {
    try await TestGateway.run { gateway in
      var (ada, login) = try await gateway.playing(.tcp, name: "Ada")
      var (bob, _) = try await gateway.playing(.webSocket, name: "Bob")
      ada.send(.say(Say(channel: .whisper, text: "psst", to: "bOB")))
      var expected = ChatLine(
        channel: .whisper, character: login.character, name: "Ada", text: "psst")
      #expect(try await line(&bob) == expected)
      expected.to = "bOB"
      #expect(try await line(&ada) == expected, "its own comes back with whom it reached")
      ada.send(.say(Say(channel: .whisper, text: "psst", to: "Nobody Here")))
      let told = try await notice(&ada)
      #expect(told?.code == .nobodyThere)
    }
  }

  @Test("the region is told what is said near")
  func near() async throws {
    try await TestGateway.run { gateway in
      let (ada, login) = try await gateway.playing(.tcp, name: "Ada")
      ada.send(.say(Say(channel: .near, text: "hello")))
      await gateway.region.heard {
        guard case .say(let say) = $0 else { return false }
        return say.text == "hello" && say.session.character == login.character
          && say.region == TestGateway.region
      }
    }
  }

  @Test("who says too much is muted and told")
  func muted() async throws {
    try await TestGateway.run { gateway in
      var (ada, _) = try await gateway.playing(.tcp, name: "Ada")
      for number in 0..<7 { ada.send(.say(Say(channel: .zone, text: "line \(number)"))) }
      var lines = 0
      var notices: [Notice] = []
      for _ in 0..<7 {
        switch try await ada.nextMessage() {
        case .chatLine: lines += 1
        case .notice(let notice): notices.append(notice)
        default: throw TestGateway.Unexpected()
        }
      }
      #expect(lines == 6 && notices.map(\.code) == [.muted])
      #expect(notices[0].againMilliseconds > 8_000)
    }
  }

  @Test("what is no line is a mistake; before joined it is out of order")
  func mistakes() async throws {
    try await TestGateway.run { gateway in
      var (early, _) = try await gateway.guest(.tcp)
      early.send(.say(Say(channel: .zone, text: "hello")))
      #expect(try await early.nextError()?.code == .outOfOrder)
      var (ada, _) = try await gateway.playing(.tcp, name: "Ada")
      for say in [
        Say(channel: .zone, text: "a\u{1B}[2J"), Say(channel: .near, text: "  "),
        Say(channel: .whisper, text: "whom?"),
      ] {
        ada.send(.say(say))
        #expect(try await ada.nextError()?.code == .badInput)
      }
    }
  }

  @Test("other gateways are told, and answer")
  func otherGateways() async throws {
    let sent = Mutex<[ClusterMessage]>([])
    try await TestGateway.run(
      { $0.limits.whisperMillisecondsMax = 15_000 },
      linking: { links in
        let toShards = links.send
        links.gateways = { [GatewayID(2)] }
        links.send = { message, node in
          guard node == .gateway(GatewayID(2)) else { return toShards(message, node) }
          sent.withLock { $0.append(message) }
          return true
        }
      }
    ) { gateway in
      var (ada, login) = try await gateway.playing(.tcp, name: "Ada")
      let other = NodeID.gateway(GatewayID(2))
      ada.send(.say(Say(channel: .zone, text: "all")))
      _ = try await line(&ada)
      ada.send(.say(Say(channel: .whisper, text: "far", to: "Eve")))
      try await gateway.settled { sent.withLock { $0.count } == 2 }
      let messages = sent.withLock { $0 }
      guard case .gatewayChat(let zone) = messages[0], case .gatewayChat(let far) = messages[1]
      else { throw TestGateway.Unexpected() }
      #expect(zone.line.text == "all" && zone.map == TestGateway.map)
      #expect(far.line.to == "Eve" && far.gateway == GatewayID(1))

      let answer = ClusterMessage.gatewayChatHeard(GatewayChatHeard(id: far.id, to: "Eve"))
      gateway.server.receive([answer, answer], from: other)
      #expect(try await line(&ada)?.to == "Eve")

      let foreign = ChatLine(
        channel: .whisper, character: CharacterID(99), name: "Eve", text: "back", to: "Ada")
      gateway.server.receive(
        [
          .gatewayChat(
            GatewayChat(id: 5, gateway: GatewayID(2), line: foreign, map: MapID(0)))
        ], from: other)
      var heard = foreign
      heard.to = ""
      #expect(try await line(&ada) == heard)
      try await gateway.settled {
        sent.withLock {
          $0.last == .gatewayChatHeard(GatewayChatHeard(id: 5, to: "Ada"))
        }
      }
      #expect(login.name == "Ada")

      // Nobody answers: the one who whispers is told.
      ada.send(.say(Say(channel: .whisper, text: "lost", to: "Nemo")))
      #expect(try await notice(&ada)?.code == .nobodyThere)
    }
  }
}
