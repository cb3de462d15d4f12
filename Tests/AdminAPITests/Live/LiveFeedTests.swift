import Foundation
import Hummingbird
import NIOCore
import ServiceLifecycleTestKit
import Storage
import Synchronization
import Testing

@testable import AdminAPI

@Suite struct LiveFeedTests {
  @Test func theClusterIsToldAgainAndAgain() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let badge = try await fixture.badge("read_only")
      let heard = try await LiveLine.read(port: console.port, headers: badge.headers) {
        LiveLine.views(in: $0) >= 3
      }
      let head = heard.prefix { $0 != "{" }.lowercased()
      #expect(head.hasPrefix("http/1.1 200"))
      #expect(head.contains("content-type: text/event-stream\r\n"))
      #expect(head.contains("cache-control: no-store\r\n"))
      #expect(head.contains("x-accel-buffering: no\r\n"))
      #expect(heard.contains("retry: 2000\n\n"))
      #expect(heard.contains(": still here\n\n"))
      let line = try #require(heard.split(separator: "\n").first { $0.hasPrefix("data: ") })
      let view = try #require(JSONValue(bytes: Array(line.dropFirst(6).utf8)))
      #expect(ClusterStatus.shape.complaint(about: view) == nil)
      #expect(!line.dropFirst(6).isEmpty && line.contains(#""schema":"pangea.cluster/1""#))
    }
  }

  @Test func aLineEndsAtLogOut() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let badge = try await fixture.badge("sre")
      var isOut = false
      let heard = try await LiveLine.read(port: console.port, headers: badge.headers) { heard in
        if !isOut, LiveLine.views(in: heard) > 0 {
          isOut = true
          let answer = try await console.ask("DELETE", "/api/session", badge.headers)
          #expect(answer.status == 200)
        }
        return false
      }
      #expect(isOut)
      #expect(heard.contains("event: over\n"), "the page is told that it need not come back")
      let again = try await console.ask("GET", "/api/live", badge.headers)
      #expect(again.status == 401)
    }
  }

  @Test(arguments: [false, true])
  func lookingOnKeepsNoSessionAlive(_ isDisabled: Bool) async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let badge = try await fixture.badge("gm")
      var isOver = false
      let heard = try await LiveLine.read(port: console.port, headers: badge.headers) { heard in
        if isDisabled, !isOver, LiveLine.views(in: heard) > 0 {
          _ = try await fixture.store.changeStaff(
            badge.staff, [.disabled(true)], keeping: nil,
            audit: AuditEntry(at: fixture.clocks.wall, actor: "test", role: "", action: "x"))
          isOver = true
        }
        // Ten steps of three minutes: with a use between them the session would go on.
        if !isDisabled { fixture.clocks.pass(milliseconds: 180_000) }
        return false
      }
      #expect(heard.contains("event: over\n"))
      #expect(LiveLine.views(in: heard) > 0)
    }
  }

  @Test func aLineEndsAfterAsManyViewsAsWereAskedFor() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let answer = try await console.ask("GET", "/api/live?max=2", AdminFixture.basic())
      #expect(answer.status == 200)
      #expect(LiveLine.views(in: answer.text) == 2)
      for wrong in ["0", "-1", "x", "100001"] {
        let refused = try await console.ask("GET", "/api/live?max=\(wrong)", AdminFixture.basic())
        #expect(refused.status == 400, "\(wrong)")
      }
    }
  }

  @Test func nobodyIsServedBeyondTheLimitAndNothingIsCollectedForNobody() async throws {
    let cluster = ClusterFixture()
    let feed = LiveFeed(collector: cluster.makeCollector(), pause: .milliseconds(5))
    var lines: [AsyncStream<ByteBuffer>] = []
    for _ in 0..<AdminLimits.liveWatchersMax { lines.append(try #require(feed.watch())) }
    #expect(feed.watch() == nil)
    for await _ in lines[0] { break }
    #expect(feed.count == AdminLimits.liveWatchersMax)
    lines = []
    while feed.count > 0 { await Task.yield() }
    #expect(feed.watch() != nil, "there is room again")
  }

  @Test func aServerThatStopsEndsItsLines() async throws {
    let fixture = try await AdminFixture()
    let (begun, begin) = AsyncStream<Void>.makeStream()
    let lines = Mutex<Task<String, any Error>?>(nil)
    try await fixture.serving { console in
      let task = Task {
        try await LiveLine.read(port: console.port, headers: AdminFixture.basic()) { heard in
          if LiveLine.views(in: heard) > 0 { begin.yield() }
          return false
        }
      }
      lines.withLock { $0 = task }
      for await _ in begun { break }
    }
    // `serving` has returned: the stop did not wait for the one who watches.
    let line = try #require(lines.withLock { $0 })
    let heard = try await line.value
    #expect(LiveLine.views(in: heard) > 0)
  }

  @Test func whoReadsNothingHoldsUpNoStop() async throws {
    let (events, event) = AsyncStream<ByteBuffer>.makeStream()
    event.yield(ServerSentEvent.heartbeat)
    let (stuck, isStuck) = AsyncStream<Void>.makeStream()
    let answer = LiveAnswer(
      events: events, eventsLeft: nil, lasts: { true }, linger: .milliseconds(10))
    await testGracefulShutdown { trigger in
      async let outcome: Void = {
        var writer: any ResponseBodyWriter = DeafWriter(isStuck: isStuck)
        try? await answer.write(to: &writer)
      }()
      for await _ in stuck { break }
      trigger.triggerGracefulShutdown()
      await outcome
    }
  }

  /// The other side of a connection takes nothing any more.
  private struct DeafWriter: ResponseBodyWriter {
    let isStuck: AsyncStream<Void>.Continuation

    mutating func write(_ buffer: ByteBuffer) async throws {
      isStuck.yield()
      while true { try await Task.sleep(for: .seconds(3_600)) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }

  @Test func anEventIsWrittenAsBrowsersReadIt() {
    let event = ServerSentEvent(name: "cluster", data: "{}\n{}\n")
    #expect(String(buffer: event.bytes) == "event: cluster\ndata: {}\ndata: {}\n\n")
  }
}
