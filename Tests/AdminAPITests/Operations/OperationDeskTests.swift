import Cluster
import Model
import Storage
import Testing
import Wire

@testable import AdminAPI

/// Operations from the request to the last receipt.
@Suite struct OperationDeskTests {
  private static let announce: JSONValue = [
    "scope": "everybody", "style": "popup", "text": "The world rests.",
  ]

  private func order(
    _ desk: OperationDesk, _ bench: OperationBench, _ body: JSONValue = announce
  ) async throws -> String {
    let answer = try await bench.ask(OperationRoutes(desk: desk).order(Announce.self), body)
    return try #require(answer["id"]?.words)
  }

  private func record(
    _ id: String, _ desk: OperationDesk, _ bench: OperationBench
  ) async throws -> JSONValue {
    try await bench.ask(OperationRoutes(desk: desk).one, .null, id: id)
  }

  private func outcomes(_ record: JSONValue) -> [String: String] {
    Dictionary(
      record["receipts"]?.elements.map {
        ($0["node"]?.words ?? "", $0["outcome"]?.words ?? "")
      } ?? []
    ) { "\($0), \($1)" }
  }

  @Test func everyNodeIsAskedAndNamed() async throws {
    let bench = try await OperationBench()
    let desk = bench.desk()
    let id = try await order(desk, bench)
    await bench.pass(50, desk)
    let record = try await record(id, desk, bench)
    #expect(record["state"]?.words == "done" && record["reached"]?.number == 2)
    #expect(
      outcomes(record)
        == ["gateway-1": "applied", "gateway-2": "applied", "shard-1": "nothing_to_do"])
    #expect(bench.begun(OperationBench.one).map { "\($0)" } == [id])
    let audit = try await bench.store.audit(AuditFilter(operation: id), max: 9)
    #expect(audit.rows.map(\.entry.action) == ["operation.announce"])
    #expect(audit.rows.first?.entry.actor == "ada")
  }

  @Test func whoStandsStillIsNamedAndIsNotLateLater() async throws {
    let bench = try await OperationBench()
    let desk = bench.desk()
    await bench.pass(0, desk)
    bench.with { $0.nodes[OperationBench.two]?.isReachable = false }
    // Its lease has ended, and it is asked all the same.
    bench.with { $0.nodes[OperationBench.two]?.isListed = false }
    let id = try await order(desk, bench)
    await bench.pass(5_000, desk)
    #expect(try await record(id, desk, bench)["state"]?.words == "open")
    await bench.pass(7_000, desk)
    var seen = try await record(id, desk, bench)
    #expect(seen["state"]?.words == "done")
    #expect(outcomes(seen)["gateway-2"] == "unreachable")
    // It wakes up, and finds the order in its socket.
    let asked = try #require(AdminOperationID(id))
    let receipt = bench.with { state in
      let order = OperationOrder(
        id: asked, admin: AdminID(1), target: Incarnation(7), actor: "ada", issuedAt: 1_000_000,
        deadline: 1_010_000, scope: .everybody, kind: .announce(.popup, text: ""))
      return state.nodes[OperationBench.two]?.book.received(order, now: UInt64(state.now))
    }
    guard case .answer(let late)? = receipt else {
      Issue.record("begun after its deadline")
      return
    }
    desk.received(late, from: OperationBench.two)
    await desk.look()
    seen = try await record(id, desk, bench)
    #expect(outcomes(seen)["gateway-2"] == "refused")
    #expect(bench.begun(OperationBench.two).isEmpty)
  }

  /// The admin process dies after everybody was asked and before any answer came.
  @Test(arguments: [UInt32(1), 2], [Int64(100), 60_000])
  func anotherProcessEndsWhatIsOpen(admin: UInt32, later: Int64) async throws {
    let bench = try await OperationBench()
    let first = bench.desk()
    bench.with { $0.holdsBack = true }
    let id = try await order(first, bench)
    #expect(bench.begun(OperationBench.one).count == 1)
    bench.with {
      $0.held = []
      $0.holdsBack = false
    }
    bench.kill(first)
    let second = bench.desk(admin, run: 2)
    bench.with { $0.now += later }
    await second.search()
    await bench.pass(50, second)
    let record = try await record(id, second, bench)
    #expect(record["state"]?.words == "done")
    #expect(
      outcomes(record)
        == ["gateway-1": "applied", "gateway-2": "applied", "shard-1": "nothing_to_do"])
    #expect(bench.begun(OperationBench.one).count == 1)
    #expect(bench.begun(OperationBench.two).count == 1)
  }

  /// As long as its process lives, nobody takes an operation from it.
  @Test func whatIsLookedAfterStays() async throws {
    let bench = try await OperationBench()
    let (first, second) = (bench.desk(), bench.desk(2))
    bench.with { $0.nodes[OperationBench.two]?.isReachable = false }
    let id = try await order(first, bench)
    await second.search()
    let asked = try #require(AdminOperationID(id))
    #expect(try await bench.store.adminOperation(asked)?.run == first.own)
  }

  @Test func theSameIDIsDoneOnce() async throws {
    let bench = try await OperationBench()
    let desk = bench.desk()
    let id = String(repeating: "ab", count: 16)
    var body: JSONValue = [
      "scope": "everybody", "style": "line", "text": "x", "id": .text(id),
    ]
    #expect(try await order(desk, bench, body) == id)
    #expect(try await order(desk, bench, body) == id)
    #expect(bench.begun(OperationBench.one).count == 1)
    body = ["scope": "everybody", "style": "line", "text": "y", "id": .text(id)]
    await #expect(throws: AdminRefusal.self) { try await order(desk, bench, body) }
  }

  @Test func muteAndItsUndo() async throws {
    let bench = try await OperationBench()
    let desk = bench.desk()
    let routes = OperationRoutes(desk: desk)
    func until() async throws -> Int64? {
      try await bench.store.mutedUntil(account: AccountID(1), character: CharacterID(12))
    }
    let muted = try await bench.ask(
      routes.order(Mute.self), ["scope": "character/12", "seconds": 60, "reason": "shouting"])
    #expect(try await until() == 1_060_000)
    #expect(muted["can_be_undone"] == .flag(true))
    let id = try #require(muted["id"]?.words)
    let undone = try await bench.ask(routes.undo, ["reason": "a mistake"], id: id)
    #expect(undone["undo_of"]?.words == id && undone["kind"]?.words == "undo")
    #expect(try await until() == nil)
    #expect(bench.begun(OperationBench.one).count == 2)
    await #expect(throws: AdminRefusal.self) { try await bench.ask(routes.undo, id: id) }
    let seen = try await record(id, desk, bench)
    #expect(seen["undone_by"] == undone["id"] && seen["can_be_undone"] == .flag(false))
  }

  @Test func whatCannotBeTakenBackStays() async throws {
    let bench = try await OperationBench()
    let desk = bench.desk()
    let routes = OperationRoutes(desk: desk)
    let kicked = try await bench.ask(routes.order(Kick.self), ["scope": "account/3"])
    let id = try #require(kicked["id"]?.words)
    let refusal = await #expect(throws: AdminRefusal.self) {
      try await bench.ask(routes.undo, id: id)
    }
    #expect(refusal?.code == .conflict)
    let nothing = await #expect(throws: AdminRefusal.self) {
      try await bench.ask(routes.undo, id: String(repeating: "0", count: 32))
    }
    #expect(nothing?.code == .notFound)
  }

  /// An undo whose process died is told to nodes by what it takes back.
  @Test func anOpenUndoGoesOn() async throws {
    let bench = try await OperationBench()
    let first = bench.desk()
    let routes = OperationRoutes(desk: first)
    let muted = try await bench.ask(
      routes.order(Mute.self), ["scope": "character/12", "seconds": 60])
    bench.with { for node in $0.nodes.keys { $0.nodes[node]?.isReachable = false } }
    let undone = try await bench.ask(routes.undo, id: try #require(muted["id"]?.words))
    bench.kill(first)
    bench.with { for node in $0.nodes.keys { $0.nodes[node]?.isReachable = true } }
    let second = bench.desk(2)
    await second.search()
    await bench.pass(50, second)
    let id = try #require(undone["id"]?.words)
    #expect(bench.begun(OperationBench.one).map { "\($0)" }.last == id)
  }

  @Test(
    arguments: [
      ["scope": "everybody"], ["scope": "character/"], ["scope": "character/1/2"],
      ["scope": "character/01"], ["scope": "planet/1"], ["scope": "region/0:1"], [:],
      ["scope": "character/1", "message": .text(String(repeating: "a", count: 129))],
      ["scope": "character/1", "id": "short"], ["scope": "character/1", "deadline_ms": 5],
      ["scope": "character/1", "more": 1],
      ["scope": "character/1", "id": .text(String(repeating: "g", count: 32))],
    ] as [JSONValue])
  func requestsAreChecked(body: JSONValue) async throws {
    let bench = try await OperationBench()
    let refusal = await #expect(throws: AdminRefusal.self) {
      try await bench.ask(OperationRoutes(desk: bench.desk()).order(Kick.self), body)
    }
    #expect(refusal?.code == .malformed)
    #expect(try await bench.store.adminOperations(before: nil, max: 9).isEmpty)
  }

  @Test(arguments: ["everybody", "map/0", "region/0:1,2", "character/12", "account/3"])
  func scopesComeBack(text: String) {
    #expect(OperationScope(text: text)?.text == text)
  }

  @Test func payloadsComeBack() {
    let kinds: [any OperationKind] = [
      Announce(style: .scroll, text: "ä\"\n"), Kick(message: nil), Kick(message: "x"),
      Mute(seconds: 5), Unmute(),
    ]
    for kind in kinds {
      let type = type(of: kind)
      #expect(type.read(kind.payload)?.payload == kind.payload)
      #expect(type.read(kind.payload)?.order == kind.order)
    }
    #expect(Mute.read("{}") == nil)
  }
}
