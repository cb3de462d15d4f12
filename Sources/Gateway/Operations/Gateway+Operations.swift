import Cluster
import Model
import NIOCore
import Wire

/// What operators order of a gateway. A further kind is a case here and one of `DeskOperation.Work`.
extension Gateway {
  /// Begins with an order at every event loop; `done` is called once, when all have done their
  /// share. Whoever calls this makes sure that an order is begun once.
  func operate(
    _ order: OperationOrder, done: @escaping @Sendable (OperationOutcome) -> Void
  ) {
    guard let scope = order.scope, let kind = order.kind else {
      return done(.refused(.unknownKind))
    }
    if case .trace(let seconds, let process) = kind {
      return done(tracing.carryOut(order, seconds: seconds, process: process, reached: 0))
    }
    let desks = desks
    guard !desks.isEmpty, let work = work(of: kind, order.id) else { return done(.nothingToDo) }
    let operation = DeskOperation(
      scope: scope, work: work,
      tally: OperationTally(parts: desks.count, done: done))
    for desk in desks { desk.post([.operate(operation)], metrics: metrics) }
  }

  /// Nil for what is of shards alone.
  private func work(of kind: OperationOrder.Kind, _ id: AdminOperationID) -> DeskOperation.Work? {
    switch kind {
    case .announce(let style, let text):
      // Encoded once, for all.
      var frame = ByteBuffer()
      ClientCodec.encode(.announcement(Announcement(id: id, style: style, text: text)), to: &frame)
      return .show(frame)
    case .kick(let reason): return .kick(.kicked(reason))
    case .mutes: return .readMutes
    case .trace, .teleport, .attributes, .logLevel: return nil
    }
  }
}

extension ClientError {
  /// An operator sends the player away. There is nothing to come back to by itself.
  static func kicked(_ reason: String) -> ClientError {
    ClientError(
      .kicked, reason.isEmpty ? "A game master has ended your session." : reason, isFatal: true)
  }
}

extension Notice {
  /// An operator has muted the player.
  static func silenced(milliseconds: UInt32) -> Notice {
    let minutes = (milliseconds + 59_999) / 60_000
    return Notice(
      .silenced,
      "A game master has muted you for \(minutes) more \(minutes == 1 ? "minute" : "minutes").",
      againMilliseconds: milliseconds)
  }
}
