import NIOCore
import Testing

@testable import Cluster

@Suite(.serialized)
struct RedisClusterTests {
  private let keys = ClusterKeys(cluster: ClusterName("test") ?? { preconditionFailure() }())

  private func client(_ nodes: RedisClusterNodes) -> RedisClient {
    RedisClient(address: nodes.address, slot: nodes.slot, on: anyLoop, logger: quiet)
  }

  private func port(of client: RedisClient) async -> Int? {
    let reply = try? await client.send(["CONFIG", "GET", "port"])
    return reply?.array?.last?.string.flatMap { Int($0) }
  }

  @Test func theOwnerIsFoundAndItsHeirToo() async throws {
    let nodes = try await RedisClusterNodes(slot: keys.slot)
    let client = client(nodes)
    let heard = Recorder<RedisChannelEvent>()
    let subscription = RedisSubscription(
      address: nodes.address, slot: nodes.slot, on: anyLoop,
      listeners: [keys.nodesChannel: { heard.append($0) }], logger: quiet)
    try await running([{ try await client.run() }, { try await subscription.run() }]) {
      await eventually { await port(of: client) == nodes.owner.port }
      await eventually { heard.elements.last == .subscribed }
      _ = try await client.send(["SET", keys.plan, "v"])
      _ = try await client.send(["WAIT", "1", "0"], timeout: .seconds(60))
      await nodes.killOwner()
      await eventually { await port(of: client) == nodes.replica.port }
      await eventually { (try? await client.send(["GET", keys.plan]).string) == "v" }
      await hears("from the heir", by: client, heard)
      // The dead one comes back as a replica of its heir, and nobody minds.
      try await nodes.owner.restart()
      await eventually { await nodes.owner.ask("ROLE")?.array?.first?.string == "slave" }
      await eventually { (try? await client.send(["SET", keys.plan, "w"])) == .status("OK") }
      #expect(await port(of: client) == nodes.replica.port)
    }
  }

  @Test func aSlotThatMovesIsFollowed() async throws {
    let nodes = try await RedisClusterNodes(slot: keys.slot)
    let client = client(nodes)
    let heard = Recorder<RedisChannelEvent>()
    let subscription = RedisSubscription(
      address: nodes.address, slot: nodes.slot, on: anyLoop,
      listeners: [keys.nodesChannel: { heard.append($0) }], logger: quiet)
    let increment = RedisScript("return redis.call('INCR', KEYS[1])")
    try await running([{ try await client.run() }, { try await subscription.run() }]) {
      await eventually { client.isConnected && heard.elements.last == .subscribed }
      let counting = Task {
        var last: Int64 = 0
        while !Task.isCancelled {
          if let reply = try? await client.evaluate(increment, keys: [keys.plan]) {
            #expect(reply.integer ?? 0 > last, "nothing confirmed is lost by moving")
            last = reply.integer ?? 0
          }
          await Task.yield()
        }
        return last
      }
      for step in 1...3 {
        let (source, target) = (step + nodes.first - 1, step + nodes.first)
        await nodes.move(from: nodes.masters[source % 3], to: nodes.masters[target % 3])
        await eventually { await port(of: client) == nodes.masters[target % 3].port }
        // Its connection may still lead to an owner of before: nodes pass on what they hear.
        await hears("move \(step)", by: client, heard)
      }
      counting.cancel()
      let last = await counting.value
      #expect(last > 0)
      let stored = try await client.send(["GET", keys.plan]).string
      #expect(stored.flatMap { Int64($0) } ?? 0 >= last)
    }
  }

  @Test func messagesReachWhoListensAtAnotherNode() async throws {
    let nodes = try await RedisClusterNodes(slot: keys.slot)
    let heard = Recorder<RedisChannelEvent>()
    let subscription = RedisSubscription(
      address: nodes.address, slot: nodes.slot, on: anyLoop,
      listeners: [keys.nodesChannel: { heard.append($0) }], logger: quiet)
    try await running([{ try await subscription.run() }]) {
      await eventually { heard.elements.last == .subscribed }
      for (number, node) in nodes.masters.enumerated() {
        while heard.elements.last != .message(Array("\(number)".utf8)) {
          await node.ask("PUBLISH", keys.nodesChannel, "\(number)")
          try await Task.sleep(for: .milliseconds(20))
        }
      }
    }
  }

  private func hears(
    _ text: String, by client: RedisClient, _ heard: Recorder<RedisChannelEvent>
  ) async {
    while heard.elements.last != .message(Array(text.utf8)) {
      _ = try? await client.send(RedisCommand(["PUBLISH", keys.nodesChannel, text]))
      try? await Task.sleep(for: .milliseconds(50))
    }
  }
}
