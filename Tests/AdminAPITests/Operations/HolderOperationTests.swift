import Cluster
import Model
import Storage
import Testing
import Wire

@testable import AdminAPI

/// Operations that one shard does for all, and those of processes.
@Suite struct HolderOperationTests {
  private static let other = NodeID.shard(ShardID(2))

  private func bench(
    _ outcome: OperationOutcome
  ) async throws -> (OperationBench, OperationDesk) {
    let bench = try await OperationBench()
    bench.start(Self.other, 7)
    bench.with { state in
      for node in [OperationBench.one, OperationBench.two, OperationBench.shard] {
        state.nodes[node]?.outcome = .nothingToDo
      }
      state.nodes[Self.other]?.outcome = outcome
    }
    return (bench, bench.desk())
  }

  private func order(
    _ kind: any OperationKind.Type, _ body: JSONValue, _ desk: OperationDesk,
    _ bench: OperationBench
  ) async throws -> String {
    let answer = try await bench.ask(OperationRoutes(desk: desk).route(kind), body)
    return try #require(answer["id"]?.words)
  }

  /// What the shard that did it is ordered by an undo.
  private func undone(
    _ id: String, _ desk: OperationDesk, _ bench: OperationBench
  ) async throws -> OperationOrder.Kind? {
    let id = try #require(AdminOperationID(id))
    let row = try #require(try await bench.store.adminOperation(id))
    return OperationCatalog.kind(of: row)?.inverse(of: row)?.order
  }

  @Test func aTeleportIsTakenBackToWhereItBegan() async throws {
    let (bench, desk) = try await bench(.changed(before: #"{"map":1,"x":100.5,"y":7.00390625}"#))
    let id = try await order(
      Teleport.self, ["scope": "character/12", "map": 1, "x": 900, "y": 20], desk, bench)
    await bench.pass(50, desk)
    let record = try await bench.ask(OperationRoutes(desk: desk).one, .null, id: id)
    // Nobody waits for the deadline once it is done.
    #expect(record["state"]?.words == "done" && record["reached"]?.number == 1)
    #expect(record["can_be_undone"] == .flag(true))
    #expect(
      try await undone(id, desk, bench)
        == .teleport(MapID(1), Position(x: 100 * 256 + 128, y: 7 * 256 + 1)))
  }

  @Test func whatNobodyDidStaysUndone() async throws {
    let (bench, desk) = try await bench(.nothingToDo)
    let id = try await order(
      Teleport.self, ["scope": "character/12", "map": 1, "x": 9, "y": 2], desk, bench)
    await bench.pass(50, desk)
    var record = try await bench.ask(OperationRoutes(desk: desk).one, .null, id: id)
    #expect(record["state"]?.words == "open", "a shard may join that has it")
    await bench.pass(10_000, desk)
    record = try await bench.ask(OperationRoutes(desk: desk).one, .null, id: id)
    #expect(record["state"]?.words == "done" && record["can_be_undone"] == .flag(false))
    #expect(try await undone(id, desk, bench) == nil)
  }

  @Test func whatWasSetIsSetBackAndNoMore() async throws {
    let before = #"{"experience":5,"health":80,"level":3,"mana":9}"#
    let (bench, desk) = try await bench(.changed(before: before))
    let health = try await order(
      SetAttributes.self, ["scope": "character/12", "health": 10], desk, bench)
    let level = try await order(
      SetAttributes.self, ["scope": "character/12", "level": 1], desk, bench)
    await bench.pass(50, desk)
    #expect(
      try await undone(health, desk, bench) == .attributes(CharacterAttributes(health: 80)))
    // Another level cut the rest.
    #expect(
      try await undone(level, desk, bench)
        == .attributes(CharacterAttributes(health: 80, mana: 9, level: 3, experience: 5)))
  }

  @Test(
    arguments: [
      ["scope": "everybody", "map": 1, "x": 1, "y": 1],
      ["scope": "character/1", "map": 70_000, "x": 1, "y": 1],
      ["scope": "character/1", "map": 1, "x": 1],
    ] as [JSONValue])
  func whatIsNoTeleportIsRefused(_ body: JSONValue) async throws {
    let (bench, desk) = try await bench(.nothingToDo)
    await #expect(throws: AdminRefusal.self) {
      _ = try await order(Teleport.self, body, desk, bench)
    }
  }

  @Test func placesBeyondAllNumbersAreNone() {
    for (x, y) in [(1e300, 0.0), (-1e300, 0), (0, 1e9), (-0.5, 0)] {
      guard case .teleport(_, let place) = Teleport(map: 1, x: x, y: y).order else { continue }
      #expect(place.x < 0 || place.y < 0 || place.x > 1 << 29 || place.y > 1 << 29, "\(place)")
    }
  }

  @Test func adminProcessesAreAskedOfLogLevels() async throws {
    let (bench, desk) = try await bench(.nothingToDo)
    await bench.pass(0, desk)
    let kind = LogLevel(level: .debug, seconds: 60, process: "shard-2", module: nil)
    #expect(
      kind.order
        == .logLevel(LogLevelOrder(process: Self.other, level: "debug", seconds: 60)))
    #expect(desk.targets(of: kind.order).map(\.node).contains(.admin(AdminID(1))))
    #expect(!desk.targets(of: .mutes).map(\.node).contains(.admin(AdminID(1))))
    await #expect(throws: AdminRefusal.self) {
      _ = try await order(
        LogLevel.self,
        ["scope": "everybody", "level": "debug", "seconds": 5, "process": "everything"], desk, bench
      )
    }
  }
}

extension OperationRoutes {
  /// A kind's address, of a kind that is known at run time alone.
  fileprivate func route(_ kind: any OperationKind.Type) -> AdminRoute { order(kind) }
}
