import Logging
import Model
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

@testable import Telemetry

/// Spans on their way to a collector that is well, away, slow or of another opinion.
@Suite struct SpanExporterTests {
  /// Spans that wait, as a recorder's queue has them.
  private final class Queue: Sendable {
    let spans: Mutex<[TraceSpan]>

    init(_ count: Int) {
      var source = TraceSource(seed: 7)
      spans = Mutex(
        (0..<count).map { number in
          let context = source.trace()
          var span = TraceSpan(
            .handoff, context, parent: source.span(), kind: .handoff,
            start: 1_790_000_000_000_000 + Int64(number), duration: 250)
          span.details = SpanDetails(
            region: RegionID(rawValue: 65_794), character: CharacterID(34), outcome: .lost)
          span.isOverBudget = true
          span.link = source.trace()
          return span
        })
    }

    func take(_ most: Int) -> [TraceSpan] {
      spans.withLock { spans in
        let taken = Array(spans.prefix(most))
        spans.removeFirst(taken.count)
        return taken
      }
    }
  }

  /// Exports everything to a collector, and then stops.
  private func export(
    _ count: Int, _ moods: [FakeCollector.Mood], until isDone: (FakeCollector) -> Bool
  ) async throws -> [FakeCollector.Request] {
    let collector = try await FakeCollector.start(moods)
    let queue = Queue(count)
    var terms = SpanExporter.Terms()
    terms.pause = .milliseconds(5)
    terms.firstBackoff = .milliseconds(5)
    terms.backoffMax = .milliseconds(20)
    let exporter = SpanExporter(
      to: try CollectorAddress(url: "http://127.0.0.1:\(collector.port)"),
      resource: [("service.name", "pangea"), ("service.instance.id", "shard-1")], version: "9",
      terms: terms, on: MultiThreadedEventLoopGroup.singleton.next(), logger: Logger(label: "test"),
      take: { queue.take($0) })
    let group = ServiceGroup(services: [exporter], logger: Logger(label: "test"))
    let running = Task { try await group.run() }
    while !isDone(collector) { try await Task.sleep(for: .milliseconds(5)) }
    await group.triggerGracefulShutdown()
    try await running.value
    let requests = collector.requests
    try await collector.stop()
    return requests
  }

  @Test func batchesAreBoundedAndNothingIsSentTwice() async throws {
    let requests = try await export(1_200, []) { $0.requests.count == 3 }
    #expect(requests.map { Decoded($0.body).spans.count } == [512, 512, 176])
    #expect(Set(requests.flatMap { Decoded($0.body).spans }).count == 1_200)
    let head = requests[0].head
    #expect(head.method == .POST && head.uri == "/v1/traces")
    #expect(head.headers.first(name: "Content-Type") == "application/x-protobuf")
  }

  @Test(arguments: [
    FakeCollector.Mood.says(503), .says(429, retryAfter: 0), .says(502), .hangsUp,
  ])
  func whoSaysLaterGetsItAgain(_ mood: FakeCollector.Mood) async throws {
    let requests = try await export(3, [mood, mood]) { $0.requests.count == 3 }
    #expect(requests.count == 3)
    #expect(Set(requests.map(\.body)).count == 1, "the same batch")
  }

  @Test func whatIsRefusedIsDroppedAndTheNextGoesOn() async throws {
    let requests = try await export(513, [.says(400)]) { $0.requests.count == 2 }
    #expect(requests.map { Decoded($0.body).spans.count } == [512, 1])
  }

  @Test func aBatchIsGivenUpAfterSomeTries() async throws {
    let moods = [FakeCollector.Mood](repeating: .says(503), count: 5)
    let requests = try await export(513, moods) { $0.requests.count == 6 }
    #expect(requests.map { Decoded($0.body).spans.count } == [512, 512, 512, 512, 512, 1])
  }

  /// Nobody listens: the exporter ends all the same, with the spans dropped.
  @Test func aCollectorThatIsNotThereHoldsNobodyUp() async throws {
    let collector = try await FakeCollector.start()
    try await collector.stop()
    let queue = Queue(600)
    var terms = SpanExporter.Terms()
    terms.firstBackoff = .milliseconds(1)
    let exporter = SpanExporter(
      to: try CollectorAddress(url: "http://127.0.0.1:\(collector.port)"), resource: [],
      version: "9", terms: terms, on: MultiThreadedEventLoopGroup.singleton.next(),
      logger: Logger(label: "test"), take: { queue.take($0) })
    let group = ServiceGroup(services: [exporter], logger: Logger(label: "test"))
    let running = Task { try await group.run() }
    while queue.spans.withLock({ $0.count }) > 88 { try await Task.sleep(for: .milliseconds(5)) }
    await group.triggerGracefulShutdown()
    try await running.value
  }

  /// One that takes the request and says nothing is let go with the service group.
  @Test func aCollectorThatSleepsIsLeftWhenTheProcessEnds() async throws {
    let requests = try await export(1, [.sleeps]) { $0.requests.count == 1 }
    #expect(requests.count == 1)
  }

  @Test func whatACollectorDidNotTakeIsRead() {
    #expect(SpanEncoding.rejected([]) == 0)
    #expect(SpanEncoding.rejected([0x0A, 0x02, 0x08, 0x07]) == 7)
    #expect(SpanEncoding.rejected([0xFF]) == nil)
  }
}

/// As much of an export request as these tests look at, read by hand.
private struct Decoded {
  /// The ids of the spans.
  var spans: [[UInt8]] = []

  init(_ body: [UInt8]) {
    for group in Self.fields(2, of: Self.fields(1, of: body).first ?? []) {
      for span in Self.fields(2, of: group) { spans += Self.fields(2, of: span) }
    }
  }

  /// The contents of the length-delimited fields of this number.
  private static func fields(_ number: UInt64, of body: [UInt8]) -> [[UInt8]] {
    var found: [[UInt8]] = []
    var place = 0
    func varint() -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while place < body.count {
        let byte = body[place]
        place += 1
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { break }
        shift += 7
      }
      return value
    }
    while place < body.count {
      let tag = varint()
      switch tag & 7 {
      case 0: _ = varint()
      case 1: place += 8
      case 5: place += 4
      default:
        let length = Int(varint())
        if tag >> 3 == number { found.append(Array(body[place..<(place + length)])) }
        place += length
      }
    }
    return found
  }
}
