import Model
import NIOCore
import Wire

extension Fixture {
  static let trace: [Fixture] = [
    Fixture(
      "SessionInputTraced",
      .input(
        SessionInput(
          session: SessionAddress(
            character: CharacterID(34), generation: SessionGeneration(3), gateway: GatewayID(1)),
          region: RegionID(rawValue: 65_794), epoch: Epoch(5), base: InputSequence(91),
          inputs: [PlayerInput(sequence: InputSequence(91), motion: .stand)],
          trace: context))),
    Fixture(
      "SessionInputWantsView",
      .input(
        SessionInput(
          session: SessionAddress(
            character: CharacterID(34), generation: SessionGeneration(3), gateway: GatewayID(1)),
          region: RegionID(rawValue: 65_794), epoch: Epoch(5), base: InputSequence(91), inputs: [],
          wantsView: true))),
    Fixture("OutputPart", .output(shown(ViewPart(number: 4_711, isWhole: false)))),
    Fixture("OutputWhole", .output(shown(ViewPart(number: 1, isWhole: true)))),
    Fixture(
      "AttachReturning",
      .attach(
        Attach(
          session: SessionAddress(
            character: CharacterID(34), generation: SessionGeneration(3), gateway: GatewayID(1)),
          region: RegionID(rawValue: 65_794), epoch: Epoch(5), sequenceSeen: HandoffSequence(12),
          inputBase: InputSequence(91), isReturning: true))),
    Fixture(
      "AttachRefusedInLine",
      .attachRefused(
        AttachRefused(
          character: CharacterID(34), generation: SessionGeneration(3),
          region: RegionID(rawValue: 65_794), epoch: Epoch(5), reason: .full, place: 3))),
    Fixture(
      "OperationOrderTrace",
      .operationOrder(
        OperationOrder(
          id: orderID, admin: AdminID(1), target: Incarnation(7), actor: "sre",
          issuedAt: 1_790_000_000_000, deadline: 1_790_000_010_000,
          scope: .character(CharacterID(34)), kind: .trace(seconds: 60, process: nil)))),
    Fixture(
      "TraceRequest",
      .cluster([
        .traceRequest(
          TraceRequest(
            id: 1, admin: AdminID(1), subject: .list(kind: .handoff, slowest: true, max: 50))),
        .traceRequest(TraceRequest(id: 2, admin: AdminID(1), subject: .one(context.trace))),
      ])),
    Fixture(
      "TraceReply",
      .traceReply(
        TraceReply(
          id: 2, node: .shard(ShardID(1)),
          spans: [ReportedSpan(slowTick, spans: 8), ReportedSpan(crossing)], isCut: true))),
  ]

  static let context = TraceContext(
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")!

  private static let orderID = AdminOperationID(bytes: Array(UInt8(1)...16))!

  private static var slowTick: TraceSpan {
    var span = TraceSpan(
      .tick, context, parent: nil, kind: .tick, start: 1_790_000_000_000_000, duration: 61_000)
    span.isOverBudget = true
    span.details = SpanDetails(
      region: RegionID(rawValue: 0), tick: Tick(35_800_000_000), players: 0)
    return span
  }

  private static var crossing: TraceSpan {
    var span = TraceSpan(
      .handoff, context.under(SpanID(2)!), parent: context.span, kind: .handoff,
      start: 1_790_000_000_060_000, duration: 1_500)
    span.details = SpanDetails(
      region: RegionID(rawValue: 65_793), target: RegionID(rawValue: 65_794),
      character: CharacterID(34), input: InputSequence(91), outcome: .refused)
    span.link = TraceContext(trace: TraceID(high: 1, low: 2)!, span: SpanID(3)!)
    return span
  }

  private static func shown(_ part: ViewPart) -> Output {
    Output(
      character: CharacterID(34), generation: SessionGeneration(3), sequence: HandoffSequence(12),
      region: RegionID(rawValue: 65_794), epoch: Epoch(5), lastInput: InputSequence(90),
      frame: ByteBuffer(bytes: [34, 6, 8, 1, 26, 2, 8, 2]), part: part)
  }
}
