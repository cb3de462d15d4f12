import Logging
import Model
import Storage
import Testing

@testable import AdminAPI

@Suite struct AnnouncementTests {
  private static let id = AdminOperationID("00112233445566778899aabbccddeeff")

  private func row(
    every: Int64? = nil, until: Int64? = nil, occurrence: UInt64 = 0, next: Int64? = 100_000
  ) throws -> AnnouncementRow {
    AnnouncementRow(
      id: try #require(Self.id), scope: "everybody", payload: "{}", actor: "ada", createdAt: 0,
      startsAt: 100_000, every: every, until: until, nextAt: next, occurrence: occurrence)
  }

  private func step(
    _ row: AnnouncementRow, at now: Int64
  ) -> AnnouncementSchedule.Step? { AnnouncementSchedule(row).step(at: now, lateMax: 5_000) }

  private typealias Step = AnnouncementSchedule.Step

  @Test func onceIsSaidInTimeOrNever() throws {
    let once = try row()
    #expect(step(once, at: 99_999) == nil)
    let said = Step(said: 0, missed: 0, nextOccurrence: 1, nextAt: nil)
    #expect(step(once, at: 100_000) == said && step(once, at: 105_000) == said)
    let missed = Step(said: nil, missed: 1, nextOccurrence: 1, nextAt: nil)
    #expect(step(once, at: 105_001) == missed)
    #expect(step(try row(next: nil), at: 105_001) == nil)
  }

  @Test func againAndAgain() throws {
    let often = try row(every: 10_000)
    #expect(
      step(often, at: 100_001) == Step(said: 0, missed: 0, nextOccurrence: 1, nextAt: 110_000))
    // Nobody was there for a while: the last one is said, the others are counted.
    #expect(
      step(often, at: 134_000) == Step(said: 3, missed: 3, nextOccurrence: 4, nextAt: 140_000))
    #expect(
      step(often, at: 137_000) == Step(said: nil, missed: 4, nextOccurrence: 4, nextAt: 140_000))
    let third = try row(every: 10_000, occurrence: 2, next: 120_000)
    #expect(
      step(third, at: 120_000) == Step(said: 2, missed: 0, nextOccurrence: 3, nextAt: 130_000))
  }

  @Test func untilIsNotSaidAnyMore() throws {
    let often = try row(every: 10_000, until: 120_000)
    #expect(
      step(often, at: 100_000) == Step(said: 0, missed: 0, nextOccurrence: 1, nextAt: 110_000))
    let second = try row(every: 10_000, until: 120_000, occurrence: 1, next: 110_000)
    #expect(step(second, at: 110_000) == Step(said: 1, missed: 0, nextOccurrence: 2, nextAt: nil))
    #expect(
      step(second, at: 190_000) == Step(said: nil, missed: 1, nextOccurrence: 2, nextAt: nil))
    let open = try row(every: 10_000, until: 120_001)
    #expect(step(open, at: 119_999)?.nextAt == 120_000)
  }

  @Test func occurrencesHaveIDsOfTheirOwn() throws {
    let id = try #require(Self.id)
    let ids = try (0..<5).map { try AdminOperationID.occurrence($0, of: id) }
    #expect(Set(ids + [id]).count == 6)
    #expect(try ids[3] == .occurrence(3, of: id))
  }

  private func clock(_ desk: OperationDesk) -> AnnouncementClock {
    AnnouncementClock(desk: desk, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// Two admin processes look at the same moment, again and again; one of them is restarted.
  @Test func twoProcessesSayEachOccurrenceOnce() async throws {
    let bench = try await OperationBench()
    let desks = [bench.desk(1), bench.desk(2)]
    let wish: JSONValue = [
      "scope": "everybody", "style": "line", "text": "every ten seconds", "every_seconds": 10,
    ]
    let made = try await bench.ask(AnnouncementRoutes(desk: desks[0]).create, wish)
    for round in 0..<6 {
      let clocks = (round < 3 ? desks : [desks[0], bench.desk(2, run: 9)]).map(clock)
      await withTaskGroup { group in
        for clock in clocks { group.addTask { await clock.look() } }
      }
      bench.with { $0.now += 10_000 }
    }
    #expect(bench.begun(OperationBench.one).count == 6)
    #expect(Set(bench.begun(OperationBench.one)).count == 6)
    let id = try #require(made["id"]?.words)
    let seen = try await bench.ask(AnnouncementRoutes(desk: desks[1]).one, .null, id: id)
    #expect(seen["occurrences"]?.number == 6 && seen["missed"]?.number == 0)
    #expect(
      seen["last_operation"]?.words == bench.begun(OperationBench.one).last.map { "\($0)" })
  }

  @Test func cancelledIsNotSaid() async throws {
    let bench = try await OperationBench()
    let desk = bench.desk()
    let routes = AnnouncementRoutes(desk: desk)
    let wish: JSONValue = [
      "scope": "map/0", "style": "scroll", "text": "later", "at": 1_060_000,
    ]
    let made = try await bench.ask(routes.create, wish)
    #expect(made["next_at"]?.number == 1_060_000)
    let id = try #require(made["id"]?.words)
    await clock(desk).look()
    #expect(bench.begun(OperationBench.one).isEmpty)
    #expect(try await bench.ask(routes.list)["announcements"]?.elements.count == 1)
    let cancelled = try await bench.ask(routes.cancel, id: id)
    #expect(cancelled["cancelled_at"]?.number == 1_000_000 && cancelled["next_at"] == nil)
    bench.with { $0.now += 100_000 }
    await clock(desk).look()
    #expect(bench.begun(OperationBench.one).isEmpty)
    let refusal = await #expect(throws: AdminRefusal.self) {
      try await bench.ask(routes.cancel, id: id)
    }
    #expect(refusal?.code == .conflict)
  }

  @Test(
    arguments: [
      ["scope": "everybody", "style": "line", "text": ""],
      ["scope": "everybody", "style": "shout", "text": "x"],
      ["scope": "nobody", "style": "line", "text": "x"],
      ["scope": "everybody", "style": "line", "text": "x", "every_seconds": 9],
    ] as [JSONValue])
  func wishesAreChecked(wish: JSONValue) async throws {
    try await expectRefusal(wish, .malformed)
  }

  /// What is written well and comes too early or too late.
  @Test(
    arguments: [
      ["scope": "everybody", "style": "line", "text": "x", "at": 1],
      ["scope": "everybody", "style": "line", "text": "x", "at": 99_000_000_000_000],
      ["scope": "everybody", "style": "line", "text": "x", "until": 1_000_000],
    ] as [JSONValue])
  func wishesComeInTime(wish: JSONValue) async throws {
    try await expectRefusal(wish, .conflict)
  }

  private func expectRefusal(_ wish: JSONValue, _ code: AdminRefusal.Code) async throws {
    let bench = try await OperationBench()
    let refusal = await #expect(throws: AdminRefusal.self) {
      try await bench.ask(AnnouncementRoutes(desk: bench.desk()).create, wish)
    }
    #expect(refusal?.code == code)
    #expect(try await bench.store.announcements(max: 9).isEmpty)
  }
}
