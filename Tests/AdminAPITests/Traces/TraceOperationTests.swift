import Cluster
import Model
import Storage
import Testing
import Wire

@testable import AdminAPI

/// The switch, as an operation: what is ordered, and what takes it back.
@Suite struct TraceOperationTests {
  private func read(_ payload: String) throws -> any OperationKind {
    try #require(Trace.read(payload))
  }

  @Test func whatIsKeptIsWhatIsOrdered() throws {
    let wish = Trace(seconds: 60, process: "shard-1")
    #expect(wish.order == .trace(seconds: 60, process: .shard(ShardID(1))))
    #expect(try read(wish.payload).order == wish.order)
    #expect(Trace(seconds: 9, process: nil).order == .trace(seconds: 9, process: nil))
    #expect(Trace.permission == .traceControl)
    #expect(OperationCatalog.kinds.contains { $0.name == "trace" })
  }

  @Test func aPlayerIsTracedEverywhereAndItsUndoEndsIt() async throws {
    let bench = try await OperationBench()
    let desk = bench.desk()
    let answer = try await bench.ask(
      OperationRoutes(desk: desk).order(Trace.self),
      ["scope": "character/12", "seconds": 60, "reason": "It stutters."])
    let id = try #require(answer["id"]?.words)
    await bench.pass(50, desk)
    let number = try #require(AdminOperationID(id))
    let row = try #require(try await bench.store.adminOperation(number))
    #expect(row.scope == "character/12" && row.kind == "trace")
    let inverse = try #require(OperationCatalog.kind(of: row)?.inverse(of: row))
    #expect(inverse.order == .trace(seconds: 0, process: nil))
    #expect(!inverse.order.takesLateJoiners)
  }
}
