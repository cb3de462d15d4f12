import Logging
import Metrics
import Model
import NIOCore
import ServiceLifecycle

/// Takes the spans of a process to a collector, batch by batch: OTLP over HTTP.
///
/// A collector that is away, slow or says "later" gets a batch again, with longer and longer pauses;
/// after some tries the batch is dropped and counted. Spans wait in a bounded queue meanwhile, so the
/// process never waits for its collector.
public struct SpanExporter: Service {
  /// When a batch goes out, and how often it is tried.
  public struct Terms: Sendable {
    /// Between two looks at the queue when it was empty.
    public var pause: Duration = .seconds(1)
    public var triesMax = 5
    /// Before the second try; twice as long before each further one.
    public var firstBackoff: Duration = .milliseconds(500)
    public var backoffMax: Duration = .seconds(30)

    public init() {}
  }

  private enum Outcome {
    case taken
    case again(after: Duration?)
    case refused
  }

  private let address: CollectorAddress
  private let resource: [(key: String, value: String)]
  private let version: String
  private let take: @Sendable (Int) -> [TraceSpan]
  private let loop: any EventLoop
  private let terms: Terms
  private let logger: Logger
  private let exported = Counter(label: "pangea_trace_exported_spans_total")
  private let retries = Counter(label: "pangea_trace_export_retries_total")

  /// - Parameters:
  ///   - resource: what is said of this process: `service.name` and the like.
  ///   - take: takes out the oldest spans that wait, at most so many.
  public init(
    to address: CollectorAddress, resource: [(key: String, value: String)], version: String,
    terms: Terms = Terms(), on loop: any EventLoop, logger: Logger,
    take: @escaping @Sendable (Int) -> [TraceSpan]
  ) {
    self.address = address
    self.resource = resource
    self.version = version
    self.take = take
    self.loop = loop
    self.terms = terms
    self.logger = logger
  }

  /// Exports until the service group stops; then, once, what is left.
  public func run() async throws {
    logger.info("spans go to a collector", metadata: ["collector": "\(address)"])
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        let batch = take(TelemetryLimits.spansPerBatchMax)
        if batch.isEmpty {
          try? await Task.sleep(for: terms.pause)
        } else {
          await export(batch)
        }
      }
    }
    await exportRest()
  }

  private func exportRest() async {
    for _ in 0..<TelemetryLimits.lastBatchesMax {
      let batch = take(TelemetryLimits.spansPerBatchMax)
      guard !batch.isEmpty else { return }
      guard case .taken = await post(encoded(batch), spans: batch.count) else {
        return drop(batch.count, "stopped")
      }
    }
  }

  private func encoded(_ batch: [TraceSpan]) -> [UInt8] {
    SpanEncoding.encode(batch, resource: resource, version: version)
  }

  private func export(_ batch: [TraceSpan]) async {
    let body = encoded(batch)
    var backoff = terms.firstBackoff
    for attempt in 1...terms.triesMax {
      switch await post(body, spans: batch.count) {
      case .taken: return
      case .refused: return drop(batch.count, "refused")
      case .again(let after):
        guard attempt < terms.triesMax else { break }
        retries.increment()
        let pause = min(max(backoff, after ?? .zero), terms.backoffMax)
        guard (try? await Task.sleep(for: pause)) != nil else {
          return drop(batch.count, "stopped")
        }
        backoff = min(backoff * 2, terms.backoffMax)
      }
    }
    drop(batch.count, "unavailable")
  }

  private func post(_ body: [UInt8], spans: Int) async -> Outcome {
    do {
      let answer = try await CollectorPost.send(body, to: address, on: loop)
      switch answer.status {
      case 200..<300:
        let rejected = min(spans, max(0, SpanEncoding.rejected(answer.body) ?? 0))
        exported.increment(by: spans - rejected)
        if rejected > 0 { drop(rejected, "rejected") }
        return .taken
      case 429, 502, 503, 504: return .again(after: answer.retryAfter)
      default:
        logger.warning(
          "the collector does not take spans",
          metadata: ["collector": "\(address)", "status": "\(answer.status)"])
        return .refused
      }
    } catch {
      logger.debug(
        "the collector does not answer",
        metadata: ["collector": "\(address)", "error": "\(error)"])
      return .again(after: nil)
    }
  }

  private func drop(_ spans: Int, _ reason: String) {
    Counter(label: "pangea_trace_export_dropped_spans_total", dimensions: [("reason", reason)])
      .increment(by: spans)
  }
}
