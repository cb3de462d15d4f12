import Cluster
import NIOCore
import Testing

@Suite(.serialized)
struct RedisSubscriptionTests {
  @Test func hearsAndTellsWhenAGapWasPossible() async throws {
    let server = try await RedisServer()
    let a = Recorder<RedisChannelEvent>()
    let b = Recorder<RedisChannelEvent>()
    let subscription = RedisSubscription(
      address: server.address, on: anyLoop,
      listeners: ["a": { a.append($0) }, "b": { b.append($0) }], logger: quiet)
    let client = RedisClient(address: server.address, on: anyLoop, logger: quiet)
    try await running([{ try await client.run() }, { try await subscription.run() }]) {
      await eventually { client.isConnected && a.elements.count == 1 && b.elements.count == 1 }
      _ = try await client.send(["PUBLISH", "a", "one"])
      _ = try await client.send(["PUBLISH", "b", "two"])
      await eventually { a.elements.count == 2 && b.elements.count == 2 }
      server.kill()
      try await server.restart()
      await eventually { a.elements.last == .subscribed && client.isConnected }
      // A connection that breaks once more, on a machine that stands still, misses a message.
      while a.elements.last != .message(Array("three".utf8)) {
        _ = try? await client.send(["PUBLISH", "a", "three"])
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    #expect(
      withoutRepeats(a.elements) == [
        .subscribed, .message(Array("one".utf8)), .subscribed, .message(Array("three".utf8)),
      ])
    #expect(
      withoutRepeats(b.elements) == [.subscribed, .message(Array("two".utf8)), .subscribed])
  }

  /// On a machine that stands still for seconds a connection may break once more than it must.
  private func withoutRepeats(_ events: [RedisChannelEvent]) -> [RedisChannelEvent] {
    events.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  @Test func noticesAServerThatHangs() async throws {
    let server = try await RedisServer()
    let heard = Recorder<RedisChannelEvent>()
    var options = RedisClient.Options()
    options.silenceMax = .milliseconds(150)
    let subscription = RedisSubscription(
      address: server.address, on: anyLoop, listeners: ["a": { heard.append($0) }],
      options: options, logger: quiet)
    try await running([{ try await subscription.run() }]) {
      await eventually { heard.elements.count == 1 }
      while heard.elements.count < 2 {
        server.pause()
        try await Task.sleep(for: .milliseconds(400))
        server.resume()
        try await Task.sleep(for: .milliseconds(100))
      }
    }
    #expect(heard.elements.allSatisfy { $0 == .subscribed })
  }
}
