import Cluster
import Model
import NIOCore
import Testing
import Wire

@testable import Gateway

/// Inputs that are traced, from a client's frame to the update that shows them.
@Suite("Traces through a gateway")
struct SessionTracesTests {
  private static let said = TraceContext(
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")!

  private func input(_ number: UInt64) -> PlayerInput {
    PlayerInput(sequence: InputSequence(number), motion: .heading(dx: 1, dy: 0))
  }

  private func frame(_ number: UInt64, _ trace: TraceContext) -> [UInt8] {
    var frame = ByteBuffer()
    ClientCodec.encode(.input(input(number)), trace: trace, to: &frame)
    return Array(frame.readableBytesView)
  }

  private func tracing(_ terms: Tracing.Terms = .off) -> Tracing {
    let clock = SystemClock()
    return Tracing(
      terms: terms, clock: clock,
      recorder: SpanRecorder(
        node: .gateway(GatewayID(1)), clock: clock, wallMicroseconds: 1_700_000_000_000_000))
  }

  private func spans(_ tracing: Tracing, of trace: TraceID) -> [TraceSpan] {
    tracing.recorder.answer(TraceRequest(id: 1, admin: AdminID(1), subject: .one(trace)))
      .spans.map(\.span)
  }

  /// The context with which an input went to its region.
  private func sent(_ number: UInt64, by gateway: TestGateway) async -> TraceContext? {
    await gateway.region.heard { message in
      guard case .input(let input) = message else { return false }
      return input.inputs.contains { $0.sequence == InputSequence(number) }
    }
    return gateway.region.with { state in
      for case .input(let input) in state.heard
      where input.inputs.contains(where: { $0.sequence == InputSequence(number) }) {
        return input.trace
      }
      return nil
    }
  }

  @Test(
    "a client's own context goes on to the region and back",
    arguments: TestPlayer.Transport.allCases)
  func ownContext(transport: TestPlayer.Transport) async throws {
    let tracing = tracing()
    try await TestGateway.run({ $0.tracing = tracing }) { gateway in
      var (ada, login) = try await gateway.playing(transport, name: "Ada")
      ada.send(raw: frame(1, Self.said))
      let context = try #require(await sent(1, by: gateway))
      #expect(context.trace == Self.said.trace && context.isSampled)
      // Until the update is with the client.
      while spans(tracing, of: Self.said.trace).count < 3 { _ = try await ada.nextSnapshot() }
      let found = spans(tracing, of: Self.said.trace)
      let whole = try #require(found.first { $0.name == .input })
      #expect(whole.parent == Self.said.span && whole.kind == .input)
      #expect(whole.details.character == login.character)
      #expect(whole.details.input == InputSequence(1) && whole.details.outcome == .done)
      let relay = try #require(found.first { $0.name == .relay })
      #expect(relay.parent == whole.id && relay.id == context.span)
      #expect(found.first { $0.name == .deliver }?.parent == whole.id)
    }
  }

  @Test("what is not sampled, or wrong, is an input like any")
  func noContext() async throws {
    let tracing = tracing()
    try await TestGateway.run({ $0.tracing = tracing }) { gateway in
      let (ada, _) = try await gateway.playing(.tcp, name: "Ada")
      var silent = Self.said
      silent.isSampled = false
      ada.send(raw: frame(1, silent))
      #expect(await sent(1, by: gateway) == nil)
      // Field 15 with a text that is no context.
      ada.send(
        raw: Array(frame(2, Self.said).prefix(while: { $0 != 0x7A })) + [0x7A, 2, 0x30, 0x30])
      #expect(await sent(2, by: gateway) == nil)
      #expect(tracing.recorder.figures.recorded == 0)
    }
  }

  @Test("a player whom an operator asks for is traced, and others are not")
  func wish() async throws {
    let tracing = tracing()
    try await TestGateway.run({ $0.tracing = tracing }) { gateway in
      let (ada, login) = try await gateway.playing(.tcp, name: "Ada")
      let (bob, _) = try await gateway.playing(.tcp, name: "Bob")
      let id = try #require(AdminOperationID(bytes: [UInt8](repeating: 9, count: 16)))
      gateway.server.receive(
        [
          .operationOrder(
            OperationOrder(
              id: id, admin: AdminID(1), target: Incarnation(0), actor: "sre", issuedAt: 1,
              deadline: .max, scope: .character(login.character),
              kind: .trace(seconds: 60, process: nil)))
        ], from: .admin(AdminID(1)))
      #expect(tracing.switches.isOn)
      ada.send(.input(input(1)))
      #expect(await sent(1, by: gateway) != nil)
      bob.send(.input(input(1_000)))
      #expect(await sent(1_000, by: gateway) == nil)
    }
  }

  @Test("of many inputs only so many are traced by chance or because clients say so")
  func limit() async throws {
    let tracing = tracing(Tracing.Terms(share: .all, budget: nil))
    try await TestGateway.run(
      loops: 1,
      {
        $0.tracing = tracing
        $0.limits.tracesPerSecondMax = 1
      }
    ) { gateway in
      let (ada, _) = try await gateway.playing(.tcp, name: "Ada")
      for number in 1...10 as ClosedRange<UInt64> { ada.send(raw: frame(number, Self.said)) }
      _ = await sent(10, by: gateway)
      let traced = gateway.region.with { state in
        state.heard.count { if case .input(let input) = $0 { input.trace != nil } else { false } }
      }
      #expect(traced >= 1 && traced < 10)
    }
  }
}
