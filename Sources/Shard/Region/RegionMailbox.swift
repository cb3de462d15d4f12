import Cluster
import Model
import NIOCore
import Synchronization
import Wire

/// What reaches a region from outside its event loop.
package enum RegionEvent: Sendable {
  case message(ClusterMessage, from: NodeID)
  /// One that belongs to a trace, and when it came.
  case traced(ClusterMessage, came: BootTime)
  /// Storage's answer to a request of the region's authority.
  case stored(AuthorityRequest.ID, AuthorityReply)
  /// Storage's answer about belongings, under the key of the question.
  case valued(UInt64, ValueReply)
  /// Operators order something of a character that may be here, or come.
  case order(OperationOrder)
  /// An order is done, or nobody does it any more.
  case orderClosed(AdminOperationID)
  /// The link to a node broke: what was on its way there may be lost.
  case linkLost(NodeID)
}

extension RegionEvent {
  /// A message, with the time if it belongs to a trace.
  init(_ message: ClusterMessage, from node: NodeID, clock: any Clock) {
    self =
      message.trace == nil ? .message(message, from: node) : .traced(message, came: clock.now)
  }
}

/// The only door to a region from other threads: a bounded queue with one wake of the region's
/// event loop per batch, however many events are posted before it runs.
package final class RegionMailbox: Sendable {
  fileprivate struct State {
    var events: [RegionEvent] = []
    var isWoken = false
    var refused: UInt64 = 0
    var reader: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())
  private let loop: any EventLoop
  private let limit: Int

  package init(loop: any EventLoop, limit: Int) {
    self.loop = loop
    self.limit = limit
  }

  /// Sets what the loop calls when events wait; nil when the region has closed.
  package func setReader(_ reader: (@Sendable () -> Void)?) {
    state.withLock { $0.reader = reader }
  }

  /// How many events wait.
  package var count: Int { state.withLock { $0.events.count } }

  /// How many events were dropped because the mailbox was full.
  package var refused: UInt64 { state.withLock { $0.refused } }

  package func post(_ event: RegionEvent) {
    wakeIfNeeded(
      state.withLock { state in
        guard state.events.count < limit else {
          state.refused += 1
          return nil
        }
        state.events.append(event)
        return state.wake()
      })
  }

  /// Posts several events with one lock and at most one wake.
  package func post(_ events: [RegionEvent]) {
    wakeIfNeeded(
      state.withLock { state in
        let room = Swift.min(events.count, limit - state.events.count)
        state.refused += UInt64(events.count - room)
        if state.events.isEmpty, room == events.count {
          state.events = events
        } else {
          state.events.append(contentsOf: events.prefix(room))
        }
        return state.wake()
      })
  }

  /// Takes everything that waits, oldest first, swapping in `buffer`'s emptied storage.
  package func drain(into buffer: inout [RegionEvent]) {
    buffer.removeAll(keepingCapacity: true)
    state.withLock { state in
      swap(&state.events, &buffer)
      state.isWoken = false
    }
  }

  private func wakeIfNeeded(_ reader: (@Sendable () -> Void)?) {
    if let reader { loop.execute(reader) }
  }
}

extension RegionMailbox.State {
  fileprivate mutating func wake() -> (@Sendable () -> Void)? {
    guard !isWoken, !events.isEmpty, let reader else { return nil }
    isWoken = true
    return reader
  }
}
