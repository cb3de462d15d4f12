import DequeModule
import Model

/// The commands of one connection that wait for their replies, which come in the same order.
///
/// A command whose time is up keeps its place, so that its late reply is not taken for another's.
struct RedisPipeline<Waiter>: ~Copyable {
  /// Who gets a reply.
  enum Recipient {
    case waiter(Waiter, since: BootTime)
    /// The command's time was up before.
    case abandoned
    /// Nobody asked: the server does not keep to the protocol.
    case nobody
  }

  private struct Slot {
    var waiter: Waiter?
    let sent: BootTime
    let deadline: BootTime
  }

  private let limit: Int
  private let silenceMax: BootTime.Span
  private var slots: Deque<Slot> = []
  private var lastReply: BootTime?

  /// - Parameter silenceMax: a connection from which nothing came for longer, though commands wait,
  ///   is taken for dead.
  init(limit: Int, silenceMax: BootTime.Span) {
    self.limit = limit
    self.silenceMax = silenceMax
  }

  var isEmpty: Bool { slots.isEmpty }
  var isFull: Bool { slots.count >= limit }

  mutating func sent(_ waiter: Waiter, at now: BootTime, deadline: BootTime) {
    precondition(!isFull, "the caller looks first")
    slots.append(Slot(waiter: waiter, sent: now, deadline: deadline))
  }

  mutating func received(at now: BootTime) -> Recipient {
    lastReply = now
    guard let slot = slots.popFirst() else { return .nobody }
    return slot.waiter.map { .waiter($0, since: slot.sent) } ?? .abandoned
  }

  /// Takes the waiters whose time is up, oldest first.
  mutating func expired(at now: BootTime) -> [Waiter] {
    var expired: [Waiter] = []
    for index in slots.indices where slots[index].deadline <= now {
      if let waiter = slots[index].waiter { expired.append(waiter) }
      slots[index].waiter = nil
    }
    return expired
  }

  /// Whether the connection is of no use any more. A server that works through a long queue is slow,
  /// not silent.
  func isSilent(at now: BootTime) -> Bool {
    guard let oldest = slots.first else { return false }
    return now - max(oldest.sent, lastReply ?? oldest.sent) > silenceMax
  }

  /// The connection is gone: takes every waiter, oldest first.
  mutating func closed() -> [Waiter] {
    defer {
      slots.removeAll()
      lastReply = nil
    }
    return slots.compactMap(\.waiter)
  }
}
