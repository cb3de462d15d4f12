import Model
import Storage
import Testing
import Wire

@testable import Gateway

/// What operators order of a gateway, over real sockets.
@Suite("Operations at a gateway")
struct OperationTests {
  /// A gateway, and the receipts that it sends.
  private final class Bench {
    let gateway: TestGateway
    private let receipts: AsyncStream<OperationReceipt>
    private var orders: UInt64 = 0

    init(_ gateway: TestGateway, _ receipts: AsyncStream<OperationReceipt>) {
      self.gateway = gateway
      self.receipts = receipts
    }

    static func run(_ body: (Bench) async throws -> Void) async throws {
      let (receipts, sent) = AsyncStream.makeStream(of: OperationReceipt.self)
      try await TestGateway.run(
        { $0.incarnation = Incarnation(7) },
        linking: { links in
          let send = links.send
          links.send = { message, node in
            guard case .operationReceipt(let receipt) = message else { return send(message, node) }
            #expect(node == .admin(AdminID(3)))
            sent.yield(receipt)
            return true
          }
        }, { try await body(Bench($0, receipts)) })
    }

    func order(
      _ kind: OperationOrder.Kind?, _ scope: OperationScope?, deadline: UInt64 = 1_700_000_010_000,
      target: UInt64 = 7
    ) -> OperationOrder {
      orders += 1
      var random = SeededGenerator(seed: orders)
      return OperationOrder(
        id: AdminOperationID(using: &random), admin: AdminID(3), target: Incarnation(target),
        actor: "gm", issuedAt: 1_700_000_000_000, deadline: deadline, scope: scope, kind: kind)
    }

    func send(_ order: OperationOrder) {
      gateway.server.receive([.operationOrder(order)], from: .admin(AdminID(3)))
    }

    /// What the gateway answers.
    func outcome(of order: OperationOrder) async throws -> OperationOutcome {
      send(order)
      return try await next(order.id)
    }

    func next(_ id: AdminOperationID) async throws -> OperationOutcome {
      for await receipt in receipts {
        #expect(receipt.id == id && receipt.node == .gateway(GatewayID(1)))
        #expect(receipt.incarnation == Incarnation(7))
        return receipt.outcome
      }
      throw TestGateway.Unexpected()
    }
  }

  private func hears(_ player: inout TestPlayer) async throws -> Announcement? {
    guard case .announcement(let told) = try await player.nextMessage() else { return nil }
    return told
  }

  @Test("everybody hears an announcement once, and the count says so")
  func announcement() async throws {
    try await Bench.run { bench in
      var (ada, _) = try await bench.gateway.playing(.webSocket, name: "Ada")
      var (bob, _) = try await bench.gateway.playing(.tcp, name: "Bob")
      // Logged in and not in the world: nobody is told anything there.
      let (_, _) = try await bench.gateway.guest(.tcp, name: "Cai")
      let order = bench.order(.announce(.popup, text: "The world rests."), .everybody)
      #expect(try await bench.outcome(of: order) == .applied(reached: 2))
      let expected = Announcement(id: order.id, style: .popup, text: "The world rests.")
      let heard = (try await hears(&ada), try await hears(&bob))
      #expect(heard.0 == expected && heard.1 == expected)
      // Asked again: the same answer, and nothing more is told.
      #expect(try await bench.outcome(of: order) == .applied(reached: 2))
      let second = bench.order(.announce(.line, text: "again"), .everybody)
      #expect(try await bench.outcome(of: second) == .applied(reached: 2))
      #expect(try await hears(&ada)?.id == second.id)
      #expect(try await hears(&bob)?.id == second.id)
    }
  }

  @Test("a scope is kept to")
  func scopes() async throws {
    try await Bench.run { bench in
      let (ada, login) = try await bench.gateway.playing(.tcp, name: "Ada")
      let there: [OperationScope] = [
        .everybody, .map(TestGateway.map), .region(TestGateway.region),
        .character(login.character), .account(login.account),
      ]
      for scope in there {
        let order = bench.order(.announce(.line, text: "x"), scope)
        #expect(try await bench.outcome(of: order) == .applied(reached: 1), "\(scope)")
      }
      let elsewhere: [OperationScope] = [
        .map(MapID(9)), .region(RegionID(map: TestGateway.map, column: 1, row: 1)),
        .character(CharacterID(login.character.rawValue + 1)),
        .account(AccountID(login.account.rawValue + 1)),
      ]
      for scope in elsewhere {
        let order = bench.order(.announce(.line, text: "x"), scope)
        #expect(try await bench.outcome(of: order) == .nothingToDo, "\(scope)")
      }
      withExtendedLifetime(ada) {}
    }
  }

  @Test("what comes late, for another run, or from a newer admin process is refused")
  func refusals() async throws {
    try await Bench.run { bench in
      var (ada, _) = try await bench.gateway.playing(.tcp, name: "Ada")
      let kind = OperationOrder.Kind.announce(.line, text: "never")
      let orders: [(OperationOrder, OperationOutcome.Refusal)] = [
        (bench.order(kind, .everybody, deadline: 1_700_000_000_000), .expired),
        (bench.order(kind, .everybody, target: 6), .otherRun),
        (bench.order(nil, .everybody), .unknownKind), (bench.order(kind, nil), .unknownKind),
      ]
      for (order, refusal) in orders {
        #expect(try await bench.outcome(of: order) == .refused(refusal))
      }
      let last = bench.order(.announce(.line, text: "last"), .everybody)
      #expect(try await bench.outcome(of: last) == .applied(reached: 1))
      #expect(try await hears(&ada)?.text == "last")
    }
  }

  @Test("whoever is kicked reads why, and leaves the world", arguments: ["", "Take a break."])
  func kick(reason: String) async throws {
    try await Bench.run { bench in
      var (ada, login) = try await bench.gateway.playing(.webSocket, name: "Ada")
      var (bob, _) = try await bench.gateway.playing(.tcp, name: "Bob")
      let character = login.character
      let order = bench.order(.kick(reason: reason), .character(character))
      #expect(try await bench.outcome(of: order) == .applied(reached: 1))
      let said = try await ada.nextError()
      let error = try #require(said)
      #expect(error.code == .kicked && error.isFatal && error.retryAfterMilliseconds == 0)
      #expect(error.message == (reason.isEmpty ? "A game master has ended your session." : reason))
      await bench.gateway.region.heard {
        guard case .leave(let leave) = $0 else { return false }
        return leave.session.character == character
      }
      let told = bench.order(.announce(.line, text: "on"), .everybody)
      #expect(try await bench.outcome(of: told) == .applied(reached: 1))
      #expect(try await hears(&bob)?.text == "on")
    }
  }

  /// A mute that storage has, as an admin process records it.
  private func record(
    _ number: UInt64, _ change: MuteChange, _ store: any Store
  ) async throws {
    var random = SeededGenerator(seed: 1_000 + number)
    let draft = AdminOperationDraft(
      id: AdminOperationID(using: &random), kind: "mute", scope: "x", payload: "{}", actor: "gm",
      reason: "", issuedAt: 0, deadline: 1,
      run: AdminRun(admin: AdminID(3), incarnation: Incarnation(1)), targets: [], mute: change)
    let audit = AuditEntry(at: 0, actor: "gm", role: "gm", action: "operation.mute")
    #expect(try await store.record(draft, audit: audit) == .recorded)
  }

  @Test("who is muted is told so, and may talk again when that is taken back")
  func mute() async throws {
    try await Bench.run { bench in
      var (ada, login) = try await bench.gateway.playing(.tcp, name: "Ada")
      let subject = MuteSubject.character(login.character)
      let store = bench.gateway.store
      try await record(1, .mute(subject, until: 1_700_000_090_000), store)
      let mutes = bench.order(.mutes, .character(login.character))
      #expect(try await bench.outcome(of: mutes) == .applied(reached: 1))
      ada.send(.say(Say(channel: .zone, text: "can you hear me")))
      guard case .notice(let notice)? = try await ada.nextMessage() else {
        throw TestGateway.Unexpected()
      }
      #expect(notice.code == .silenced && notice.text.contains("2 more minutes"))
      #expect((80_000...90_001).contains(notice.againMilliseconds))
      try await record(2, .lift(subject), store)
      let lifted = bench.order(.mutes, .character(login.character))
      #expect(try await bench.outcome(of: lifted) == .applied(reached: 1))
      ada.send(.say(Say(channel: .zone, text: "and now")))
      guard case .chatLine(let line)? = try await ada.nextMessage() else {
        throw TestGateway.Unexpected()
      }
      #expect(line.text == "and now")
    }
  }

  @Test("a mute is known at the log-in, and at every other gateway")
  func muteOutlivesTheSession() async throws {
    try await Bench.run { bench in
      let (ada, login) = try await bench.gateway.playing(.tcp, name: "Ada")
      let account = MuteSubject.account(login.account)
      try await record(1, .mute(account, until: 1_700_000_090_000), bench.gateway.store)
      withExtendedLifetime(ada) {}
      var (back, _) = try await bench.gateway.logIn(
        .webSocket, .resumeLogin(token: login.resumeToken))
      back.send(.join(login.character))
      guard case .joined? = try await back.nextMessage() else { throw TestGateway.Unexpected() }
      // The answer of storage may take a moment longer than the log-in.
      for number in 0..<200 {
        back.send(.say(Say(channel: .zone, text: "line \(number)")))
        let heard = try await back.nextMessage()
        if case .notice(let notice)? = heard, notice.code == .silenced { return }
        try await Task.sleep(for: .milliseconds(number < 5 ? 50 : 500))
      }
      Issue.record("a muted account talks after a new log-in")
    }
  }
}
