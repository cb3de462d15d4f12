import Cluster
import Model
import Storage
import Testing

@testable import Checker

@Suite struct OperationWatchTests {
  private static let gateway = AdminTarget(
    node: .gateway(GatewayID(1)), incarnation: Incarnation(7))
  private static let shard = AdminTarget(node: .shard(ShardID(1)), incarnation: Incarnation(5))

  /// Everything that storage has of one operation, made by storage itself.
  private func row(
    _ receipts: [AdminTarget: AdminReceiptRow.Outcome], isOpen: Bool = false
  ) async throws -> AdminOperationRow {
    let world = try await CheckerTests.World()
    let id = try #require(AdminOperationID(String(repeating: "ab", count: 16)))
    let run = AdminRun(admin: AdminID(1), incarnation: Incarnation(1))
    let draft = AdminOperationDraft(
      id: id, kind: "kick", scope: "character/1", payload: "{}", actor: "ada", reason: "",
      issuedAt: 100_000, deadline: 110_000, run: run, targets: Array(receipts.keys))
    let audit = AuditEntry(at: 0, actor: "ada", role: "", action: "operation.kick")
    #expect(try await world.store.record(draft, audit: audit) == .recorded)
    let rows = receipts.filter { $0.value != .asked }.map {
      AdminReceiptRow(target: $0.key, outcome: $0.value, changedAt: 101_000)
    }
    try await world.store.settle(rows, of: id, closing: !isOpen)
    return try #require(try await world.store.adminOperation(id))
  }

  private func record(_ target: AdminTarget) -> NodeRecord {
    NodeRecord(
      node: target.node, incarnation: target.incarnation,
      mesh: NodeAddress(host: "127.0.0.1", port: 1))
  }

  private let nodes = [Self.gateway, Self.shard]

  private func verdict(
    _ row: AdminOperationRow, seen targets: [AdminTarget], from first: Int64 = 0
  ) -> Check {
    var watch = OperationWatch()
    watch.read([], nodes: targets.map(record), at: first)
    watch.read([], nodes: targets.map(record), at: 105_000)
    watch.read([row], nodes: nil, at: 200_000)
    return watch.check
  }

  @Test func everyNodeIsNamed() async throws {
    let good = try await row([Self.gateway: .applied, Self.shard: .nothingToDo])
    #expect(verdict(good, seen: nodes).verdict == .good)
    #expect(verdict(good, seen: nodes).figures["receipts"] == 2)
    let missed = try await row([Self.gateway: .applied])
    #expect(verdict(missed, seen: nodes).verdict == .bad)
    // It came at about the time of the order: nobody can tell.
    #expect(verdict(missed, seen: nodes, from: 99_000).verdict == .good)
    let named = try await row([Self.gateway: .applied, Self.shard: .unreachable])
    #expect(verdict(named, seen: nodes).verdict == .good)
    #expect(verdict(named, seen: nodes).figures["unreachable"] == 1)
  }

  @Test func whatIsOverIsKnown() async throws {
    let unknown = try await row([Self.gateway: .applied, Self.shard: .asked])
    #expect(verdict(unknown, seen: []).verdict == .bad)
    let open = try await row([Self.gateway: .applied, Self.shard: .asked], isOpen: true)
    #expect(verdict(open, seen: []).verdict == .unknown)
  }

  @Test func whatANodeSaidStays() async throws {
    let first = try await row([Self.gateway: .applied, Self.shard: .unreachable])
    let better = try await row([Self.gateway: .applied, Self.shard: .refused])
    let worse = try await row([Self.gateway: .refused, Self.shard: .unreachable])
    for (later, expected) in [(first, Verdict.good), (better, .good), (worse, .bad)] {
      var watch = OperationWatch()
      watch.read([first], nodes: nil, at: 1)
      watch.read([later], nodes: nil, at: 2)
      #expect(watch.check.verdict == expected)
    }
  }

  @Test func withoutOperationsThereIsNothingToSay() {
    #expect(OperationWatch().check.verdict == .unknown)
  }
}
