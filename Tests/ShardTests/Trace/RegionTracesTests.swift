import Cluster
import Model
import NIOCore
import NIOEmbedded
import Testing
import Wire

@testable import Shard

/// What a region records: its ticks, inputs that belong to a trace, and characters that cross.
@Suite struct RegionTracesTests {
  private static let everything = Tracing.Terms(share: .all, budget: nil)
  /// Whatever takes no time at all is over it.
  private static let impatient = Tracing.Terms(
    share: .none, budget: BootTime.Span(microseconds: -1))
  private static let context = TraceContext(
    trace: TraceID(high: 1, low: 2)!, span: SpanID(3)!)

  private func spans(_ fixture: RegionFixture) -> [(span: TraceSpan, count: UInt32)] {
    let request = TraceRequest(
      id: 1, admin: AdminID(1), subject: .list(kind: nil, slowest: false, max: 1_000))
    return fixture.tracing.recorder.answer(request).spans.map { ($0.span, $0.spans) }
  }

  private func spans(_ fixture: RegionFixture, of trace: TraceID) -> [TraceSpan] {
    fixture.tracing.recorder.answer(
      TraceRequest(id: 1, admin: AdminID(1), subject: .one(trace))
    ).spans.map(\.span)
  }

  private func order(
    _ scope: OperationScope, seconds: UInt32, undoing: AdminOperationID? = nil, _ number: UInt8 = 1
  ) throws -> (OperationOrder, UInt32) {
    let id = try #require(AdminOperationID(bytes: [UInt8](repeating: number, count: 16)))
    return (
      OperationOrder(
        id: id, admin: AdminID(1), target: Incarnation(1), actor: "sre", issuedAt: 1, deadline: 2,
        undoOf: undoing, scope: scope, kind: .trace(seconds: seconds, process: nil)),
      seconds
    )
  }

  @Test func nothingIsRecordedWhenNobodyAsks() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    try await fixture.tick([west], times: 20)
    #expect(spans(fixture).isEmpty)
    #expect(fixture.tracing.recorder.figures.recorded == 0)
  }

  @Test func aTickHasItsPhases() async throws {
    let fixture = try await RegionFixture(tracing: Self.everything)
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    try await fixture.tick([west], times: 5)
    let ticks = spans(fixture)
    #expect(ticks.count == 5)
    for (tick, count) in ticks {
      #expect(tick.name == .tick && tick.kind == .tick && tick.parent == nil)
      #expect(tick.details.region == west.id && tick.details.players == 0)
      #expect(!tick.isOverBudget)
      #expect(count == 8)
      let parts = spans(fixture, of: tick.trace).filter { $0.id != tick.id }
      #expect(parts.map(\.name) == TickPhase.allCases.map(\.span))
      #expect(parts.allSatisfy { $0.parent == tick.id && $0.start >= tick.start })
    }
  }

  @Test func aTickOverBudgetIsAlwaysRecorded() async throws {
    let fixture = try await RegionFixture(tracing: Self.impatient)
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    try await fixture.tick([west], times: 3)
    let ticks = spans(fixture)
    #expect(ticks.count == 3)
    #expect(ticks.allSatisfy { $0.span.isOverBudget })
  }

  @Test func aWishEndsByItselfAndMayBeTakenBack() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let (wish, seconds) = try order(.region(west.id), seconds: 1)
    #expect(fixture.tracing.switches.carryOut(wish, seconds: seconds))
    try await fixture.tick([west, east], times: 30)
    // 20 ticks a second; the wish ends with the twentieth.
    #expect(spans(fixture).count == 19)
    #expect(spans(fixture).allSatisfy { $0.span.details.region == west.id })
    #expect(!fixture.tracing.switches.isOn)

    let (second, _) = try order(.everybody, seconds: 60, 2)
    #expect(fixture.tracing.switches.carryOut(second, seconds: 60))
    try await fixture.tick([west, east], times: 2)
    #expect(spans(fixture).count == 23)
    let (undo, none) = try order(.everybody, seconds: 0, undoing: second.id, 3)
    #expect(fixture.tracing.switches.carryOut(undo, seconds: none))
    try await fixture.tick([west, east], times: 2)
    #expect(spans(fixture).count == 23)
  }

  private func attach(_ session: SessionAddress, to region: Region) -> ClusterMessage {
    .attach(
      Attach(
        session: session, region: region.id, epoch: region.epoch, sequenceSeen: .none,
        inputBase: InputSequence(1)))
  }

  private func walk(
    _ session: SessionAddress, _ region: Region, _ trace: TraceContext?
  ) -> ClusterMessage {
    .input(
      SessionInput(
        session: session, region: region.id, epoch: region.epoch, base: InputSequence(1),
        inputs: [PlayerInput(sequence: InputSequence(1), motion: .heading(dx: 127, dy: 0))],
        trace: trace))
  }

  @Test func anInputIsFollowedToTheUpdateThatShowsIt() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 100, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west], times: 3)
    await fixture.post(walk(session, west, Self.context), to: west)
    try await fixture.tick([west], times: 1)
    let found = spans(fixture, of: Self.context.trace)
    let whole = try #require(found.first { $0.name == .shard })
    #expect(whole.parent == Self.context.span)
    #expect(whole.details.character == session.character)
    #expect(whole.details.input == InputSequence(1))
    let parts = found.filter { $0.parent == whole.id }
    #expect(Set(parts.map(\.name)) == [.mailbox, .wait, .apply, .effects, .snapshot])
    #expect(found.count == 6)
    // Half of a tick and more it waited; the tick itself takes no time here.
    #expect(whole.duration == 50_000)
    #expect(parts.first { $0.name == .wait }?.duration == 50_000)
    // The tick that applied it is recorded too, and named.
    let link = try #require(whole.link)
    #expect(spans(fixture, of: link.trace).first?.name == .tick)
  }

  @Test func anUnsampledContextIsLeftAlone() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 100, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    var context = Self.context
    context.isSampled = false
    await fixture.post(walk(session, west, context), to: west)
    try await fixture.tick([west], times: 4)
    #expect(spans(fixture).isEmpty)
  }

  /// From the input that takes a character over the border to the other side, in one trace.
  @Test func aHandoffGoesOnWithTheTraceOfTheInput() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 500, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west, east], times: 3)
    await fixture.post(walk(session, west, Self.context), to: west)
    try await fixture.tick([west, east], times: 10)

    let found = spans(fixture, of: Self.context.trace)
    func one(_ name: SpanName) throws -> TraceSpan {
      let named = found.filter { $0.name == name }
      #expect(named.count == 1, "\(name): \(named.count)")
      return try #require(named.first)
    }
    let handoff = try one(.handoff)
    let shard = try one(.shard)
    #expect(handoff.kind == .handoff && handoff.parent == shard.id)
    #expect(handoff.details.region == west.id && handoff.details.target == east.id)
    #expect(handoff.details.outcome == .done)
    for part in [SpanName.freeze, .offer] {
      #expect(try one(part).parent == handoff.id, "\(part)")
    }
    let arrival = try one(.arrival)
    #expect(arrival.parent == handoff.id)
    #expect(arrival.details.region == east.id && arrival.details.outcome == .done)
    for part in [SpanName.claim, .activate] {
      #expect(try one(part).parent == arrival.id, "\(part)")
    }
    #expect(found.allSatisfy { $0.duration >= 0 && $0.duration < 10_000_000 })
  }

  /// Of many handoffs that nobody asked for, one in a while is recorded.
  @Test func aHandoffByChanceBeginsATraceOfItsOwn() async throws {
    let share = try #require(TraceShare(0.000_001))
    let fixture = try await RegionFixture(tracing: Tracing.Terms(share: share, budget: nil))
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    var sessions: [SessionAddress] = []
    for number in 0..<3 as Range<Int32> {
      let session = try await fixture.guest(at: Position(unitsX: 500, unitsY: 100 + 20 * number))
      sessions.append(session)
      await fixture.post(attach(session, to: west), to: west)
    }
    try await fixture.tick([west, east], times: 3)
    for session in sessions { await fixture.post(walk(session, west, nil), to: west) }
    try await fixture.tick([west, east], times: 10)
    let handoffs = spans(fixture).filter { $0.span.kind == .handoff }
    #expect(handoffs.count == 1)
    #expect(handoffs.first?.span.parent == nil)
    #expect(
      spans(fixture, of: handoffs[0].span.trace).contains { $0.name == .arrival })
  }

  @Test func aSlowHandoffIsToldThoughNobodyFollowedIt() async throws {
    let fixture = try await RegionFixture(tracing: Self.impatient)
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 500, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west, east], times: 3)
    await fixture.post(walk(session, west, nil), to: west)
    try await fixture.tick([west, east], times: 10)
    let handoffs = spans(fixture).filter { $0.span.kind == .handoff }
    #expect(handoffs.count == 1)
    #expect(handoffs.first?.span.isOverBudget == true)
  }

  /// What one region follows has a limit, and what is too much is counted.
  @Test func onlySoManyInputsAreFollowed() async throws {
    var limits = ShardLimits()
    limits.tracedInputsMax = 2
    let fixture = try await RegionFixture(limits: limits)
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    var sessions: [SessionAddress] = []
    for number in 0..<4 as Range<Int32> {
      let session = try await fixture.guest(at: Position(unitsX: 100, unitsY: 100 + 20 * number))
      sessions.append(session)
      await fixture.post(attach(session, to: west), to: west)
    }
    try await fixture.tick([west], times: 3)
    for session in sessions { await fixture.post(walk(session, west, Self.context), to: west) }
    try await fixture.tick([west], times: 1)
    #expect(spans(fixture, of: Self.context.trace).count { $0.name == .shard } == 2)
    #expect(fixture.tracing.recorder.figures.missed == 2)
  }
}
