import Testing

@testable import Cluster

/// A Redis Cluster of three masters and a replica for the owner of one slot, all real.
final class RedisClusterNodes: Sendable {
  let slot: RedisSlot
  /// The masters as they are to begin with.
  let masters: [RedisServer]
  /// Of the slot's owner.
  let replica: RedisServer
  /// Which of the masters owns the slot to begin with.
  let first: Int
  private let ids: [Int: String]

  init(slot: RedisSlot) async throws {
    self.slot = slot
    var masters: [RedisServer] = []
    for _ in 0..<3 { masters.append(try await RedisServer(.clusterNode)) }
    replica = try await RedisServer(.clusterNode)
    self.masters = masters
    let size = 16_384 / masters.count + 1
    first = slot.number / size
    var ids: [Int: String] = [:]
    for (index, node) in (masters + [replica]).enumerated() {
      await node.ask("CLUSTER", "SET-CONFIG-EPOCH", "\(index + 1)")
      ids[node.port] = await node.ask("CLUSTER", "MYID")?.string
      guard index < masters.count else { continue }
      let last = min(16_383, (index + 1) * size - 1)
      await node.ask("CLUSTER", "ADDSLOTSRANGE", "\(index * size)", "\(last)")
    }
    self.ids = ids
    await join()
  }

  var owner: RedisServer { masters[first] }

  var address: RedisAddress { RedisAddress(.cluster, endpoints: masters.map(\.endpoint)) }

  /// Ends the slot's owner without a word; its replica takes over.
  func killOwner() async {
    await replica.ask("CONFIG", "SET", "cluster-replica-no-failover", "no")
    owner.kill()
  }

  private func join() async {
    let all = masters + [replica]
    for node in all.dropFirst() {
      await all[0].ask(
        "CLUSTER", "MEET", "127.0.0.1", "\(node.port)", "\(node.busPort)")
    }
    for node in all {
      await eventually { await self.info(node, "cluster_known_nodes:4") }
    }
    await eventually {
      await self.replica.ask("CLUSTER", "REPLICATE", self.id(of: self.owner)) == .status("OK")
    }
    await eventually {
      await self.replica.ask("ROLE")?.array?.dropFirst(3).first?.string == "connected"
    }
    for node in all {
      await eventually { await self.info(node, "cluster_state:ok") }
      await eventually { await self.knowsReplica(node) }
    }
  }

  private func info(_ node: RedisServer, _ line: String) async -> Bool {
    await node.ask("CLUSTER", "INFO")?.string?.contains(line) == true
  }

  private func knowsReplica(_ node: RedisServer) async -> Bool {
    guard let reply = await node.ask("CLUSTER", "SLOTS") else { return false }
    let slots = try? RedisTopology.slots(reply, of: slot, asked: node.endpoint)
    return slots?.nodes.contains(replica.endpoint) == true
  }

  private func id(of node: RedisServer) -> String { ids[node.port] ?? "" }

  /// Moves the slot with its keys from one master to another, as an operator does.
  func move(from source: RedisServer, to target: RedisServer) async {
    let number = "\(slot.number)"
    await target.ask("CLUSTER", "SETSLOT", number, "IMPORTING", id(of: source))
    await source.ask("CLUSTER", "SETSLOT", number, "MIGRATING", id(of: target))
    // While the slot is on its way, the source makes no new keys in it.
    var left: [RedisReply]?
    while left != [] {
      left = await source.ask("CLUSTER", "GETKEYSINSLOT", number, "100")?.array
      for key in left ?? [] {
        await source.ask(
          "MIGRATE", "127.0.0.1", "\(target.port)", key.string ?? "", "0", "5000", "REPLACE")
      }
    }
    for node in [target, source] {
      await eventually {
        await node.ask("CLUSTER", "SETSLOT", number, "NODE", self.id(of: target)) == .status("OK")
      }
    }
    for other in masters { await other.ask("CLUSTER", "SETSLOT", number, "NODE", id(of: target)) }
  }
}
