import Foundation
import Metrics
import NIOCore
import Synchronization

/// The view of the cluster as it changes, for everybody who watches: it is collected once a second
/// while somebody does, and not at all while nobody does.
public final class LiveFeed: Sendable {
  private struct State {
    var watchers: [UInt64: AsyncStream<ByteBuffer>.Continuation] = [:]
    var lastID: UInt64 = 0
    var collecting: Task<Void, Never>?
  }

  private let collector: StatusCollector
  private let pause: Duration
  private let state = Mutex(State())
  private let watching = Gauge(label: "pangea_admin_live_watchers")

  /// - Parameter pause: between two views.
  public init(collector: StatusCollector, pause: Duration = AdminLimits.livePause) {
    self.collector = collector
    self.pause = pause
  }

  /// How many watch.
  var count: Int { state.withLock { $0.watchers.count } }

  /// Events from now on, each ready to be sent; nil when too many watch. Whoever is slower than the
  /// feed misses views and gets the newest. It ends when the stream is dropped.
  func watch() -> AsyncStream<ByteBuffer>? {
    let (events, watcher) = AsyncStream<ByteBuffer>.makeStream(
      bufferingPolicy: .bufferingNewest(2))
    let id = state.withLock { state -> UInt64? in
      guard state.watchers.count < AdminLimits.liveWatchersMax else { return nil }
      state.lastID += 1
      state.watchers[state.lastID] = watcher
      if state.collecting == nil { state.collecting = Task { await self.collect() } }
      return state.lastID
    }
    guard let id else { return nil }
    watcher.onTermination = { [weak self] _ in self?.leave(id) }
    watching.record(count)
    return events
  }

  private func leave(_ id: UInt64) {
    state.withLock { state in
      state.watchers[id] = nil
      if state.watchers.isEmpty {
        state.collecting?.cancel()
        state.collecting = nil
      }
    }
    watching.record(count)
  }

  private func collect() async {
    var views = 0
    while !Task.isCancelled {
      let status = await collector.collect()
      var event = ServerSentEvent(name: "cluster", data: (try? status.json) ?? "{}").bytes
      // Proxies and browsers see that the line lives, whatever they think of events.
      if views.isMultiple(of: AdminLimits.liveViewsPerHeartbeat) {
        event.writeImmutableBuffer(ServerSentEvent.heartbeat)
      }
      views += 1
      let watchers = state.withLock { Array($0.watchers.values) }
      for watcher in watchers { watcher.yield(event) }
      try? await Task.sleep(for: pause)
    }
  }
}

/// One event as a browser's `EventSource` reads it.
struct ServerSentEvent: Hashable, Sendable {
  var name: String
  /// One line or more.
  var data: String

  var bytes: ByteBuffer {
    var text = "event: \(name)\n"
    for line in data.split(separator: "\n") { text += "data: \(line)\n" }
    return ByteBuffer(string: text + "\n")
  }

  /// A comment: no event for anybody.
  static let heartbeat = ByteBuffer(string: ": still here\n\n")
}
