import CWorkloads
import Model
import NIOCore
import Shard
import Synchronization
import Wire

/// Messages one way, from one event loop to a region's mailbox on another.
///
/// The writer stays at most `window` ahead, so that the mailbox refuses nothing.
final class MailboxTraffic: Sendable {
  static let window: UInt64 = 4_096

  private let mailbox: RegionMailbox
  private let taken = Atomic<UInt64>(0)
  private let messages: UInt64
  private let batch: Int
  private let isOver: EventLoopPromise<Void>

  init(messages: Int, batch: Int, to loop: any EventLoop) {
    self.messages = UInt64(messages)
    self.batch = batch
    mailbox = RegionMailbox(loop: loop, limit: ShardLimits().mailboxEventsMax)
    isOver = loop.makePromise()
  }

  /// - Returns: messages a second, from the first that is posted to the last that is taken.
  func run(from writer: any EventLoop, to reader: any EventLoop) async throws -> Double {
    try await reader.submit { self.open(on: reader) }.get()
    let start = NIODeadline.now()
    writer.execute { self.write() }
    try await isOver.futureResult.get()
    let took = NIODeadline.now() - start
    mailbox.setReader(nil)
    precondition(mailbox.refused == 0, "the writer stays near enough")
    return Double(messages) * 1e9 / Double(took.nanoseconds)
  }

  private func open(on loop: any EventLoop) {
    let buffer = NIOLoopBoundBox([RegionEvent](), eventLoop: loop)
    mailbox.setReader { [self] in
      mailbox.drain(into: &buffer.value)
      var probes: UInt64 = 0
      for event in buffer.value {
        if case .message(.probe, _) = event { probes += 1 }
      }
      let (_, all) = taken.add(probes, ordering: .acquiringAndReleasing)
      if all == messages { isOver.succeed() }
    }
  }

  private func write() {
    var sent: UInt64 = 0
    var events: [RegionEvent] = []
    events.reserveCapacity(batch)
    while sent < messages {
      while sent - taken.load(ordering: .acquiring) > Self.window { mailbox_yield() }
      if batch == 1 {
        mailbox.post(Self.probe(sent))
        sent += 1
        continue
      }
      events.removeAll(keepingCapacity: true)
      for _ in 0..<min(UInt64(batch), messages - sent) {
        events.append(Self.probe(sent))
        sent += 1
      }
      mailbox.post(events)
    }
  }

  private static func probe(_ nonce: UInt64) -> RegionEvent {
    let probe = SessionProbe(
      character: CharacterID(1), region: RegionID(map: MapID(1), column: 0, row: 0), nonce: nonce,
      gateway: GatewayID(1))
    return .message(.probe(probe), from: .gateway(GatewayID(1)))
  }
}
