import NIOCore

/// The limits of telemetry, each with what happens when it is hit.
public enum TelemetryLimits {
  /// Most series, over all names and labels; a further one is counted in
  /// `pangea_metrics_refused_series_total` and shown nowhere.
  public static let seriesMax = 10_000
  /// The longest label value in bytes; a longer one is cut.
  public static let labelBytesMax = 256
  /// The longest message or metadata value of a log line in bytes; a longer one is cut.
  public static let logTextBytesMax = 8 * 1024
  /// Connections to the operators' port; more wait in the kernel's backlog.
  public static let operatorConnectionsMax = 64
  /// A connection to the operators' port that is silent for so long is closed.
  public static let operatorIdleMax: TimeAmount = .seconds(30)
  /// Spans that wait for a collector; later ones are not sent, counter
  /// `pangea_trace_unqueued_spans_total`.
  public static let spansQueuedMax = 8_192
  /// Spans of one request to a collector. More: several requests.
  public static let spansPerBatchMax = 512
  /// Batches that are sent while the process ends. The rest is dropped.
  public static let lastBatchesMax = 4
  /// How long a collector may take to be reached, and to answer; longer counts as away.
  public static let collectorTimeMax: TimeAmount = .seconds(5)
  /// Bytes of a collector's answer. More: it counts as away.
  public static let collectorAnswerBytesMax = 64 << 10
  /// How long one readiness check may take; longer counts as failed.
  public static let readinessCheckMax: Duration = .seconds(1)
}
