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
      await eventually { client.isConnected && !a.elements.isEmpty && !b.elements.isEmpty }
      try await say("one", on: "a", by: client, until: a)
      try await say("two", on: "b", by: client, until: b)
      server.kill()
      try await server.restart()
      await eventually { a.elements.last == .subscribed && client.isConnected }
      try await say("three", on: "a", by: client, until: a)
    }
    // On a machine that stands still for seconds a connection may break once more than it must.
    #expect(a.elements.first == .subscribed && b.elements.first == .subscribed)
    #expect(messages(a) == ["one", "three"] && messages(b) == ["two"])
    let one = try #require(a.elements.firstIndex(of: .message(Array("one".utf8))))
    let three = try #require(a.elements.lastIndex(of: .message(Array("three".utf8))))
    #expect(a.elements[one..<three].contains(.subscribed), "something may have been missed")
    #expect(b.elements.last == .subscribed)
  }

  /// Publishes until it is heard: a connection that breaks once more misses what is said meanwhile.
  private func say(
    _ text: String, on channel: String, by client: RedisClient,
    until recorder: Recorder<RedisChannelEvent>
  ) async throws {
    while recorder.elements.last != .message(Array(text.utf8)) {
      _ = try? await client.send(RedisCommand(["PUBLISH", channel, text]))
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// What was said, without what was said again.
  private func messages(_ recorder: Recorder<RedisChannelEvent>) -> [String] {
    var heard: [String] = []
    for case .message(let bytes) in recorder.elements {
      let text = String(decoding: bytes, as: UTF8.self)
      if heard.last != text { heard.append(text) }
    }
    return heard
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
