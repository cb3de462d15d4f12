import Synchronization

/// Every series of a process. Code that measures reaches it through the metrics API; `/metrics`
/// reads it.
public final class MetricRegistry: Sendable {
  /// A single figure that is read when somebody asks.
  public struct Figure: Sendable {
    public enum Kind: String, Sendable { case counter, gauge }
    public var name: String
    public var kind: Kind
    public var labels: [(String, String)]
    public var value: Double

    public init(_ name: String, _ kind: Kind, _ value: Double, labels: [(String, String)] = []) {
      self.name = name
      self.kind = kind
      self.labels = labels
      self.value = value
    }
  }

  enum Series {
    case counter(CounterSeries)
    case sum(SumSeries)
    case gauge(GaugeSeries)
    case histogram(HistogramSeries)

    var kind: String {
      switch self {
      case .counter, .sum: "counter"
      case .gauge: "gauge"
      case .histogram: "histogram"
      }
    }
  }

  private struct State {
    var families: [MetricName: [MetricLabels: Series]] = [:]
    var count = 0
    var refused: UInt64 = 0
    var sources: [@Sendable () -> [Figure]] = []
  }

  private let state = Mutex(State())

  public init() {}

  /// Adds figures that are read at every scrape.
  public func add(_ source: @escaping @Sendable () -> [Figure]) {
    state.withLock { $0.sources.append(source) }
  }

  /// The series of this name and these labels: the present one, or `fresh`. A series that cannot be
  /// taken in still counts for its owner; only nobody sees it.
  func series<Handler: Sendable>(
    _ name: MetricName, _ dimensions: [(String, String)], fresh: Handler,
    wrap: (Handler) -> Series, unwrap: (Series) -> Handler?
  ) -> Handler {
    let labels = MetricLabels(dimensions)
    return state.withLock { state in
      let family = state.families[name]
      if let present = family?[labels] {
        if let handler = unwrap(present) { return handler }
        state.refused += 1
        return fresh
      }
      let series = wrap(fresh)
      if state.count >= TelemetryLimits.seriesMax
        || family?.values.first.map({ $0.kind != series.kind }) ?? false
      {
        state.refused += 1
        return fresh
      }
      state.families[name, default: [:]][labels] = series
      state.count += 1
      return fresh
    }
  }

  /// Forgets a series, by the identity of its handler.
  func remove(_ handler: AnyObject) {
    state.withLock { state in
      for (name, family) in state.families {
        for (labels, series) in family where series.handler === handler {
          state.families[name]?[labels] = nil
          if family.count == 1 { state.families[name] = nil }
          state.count -= 1
        }
      }
    }
  }

  /// Everything in Prometheus' text format, in the order of names and labels.
  public func text() -> String {
    let (families, sources, refused) = state.withLock { ($0.families, $0.sources, $0.refused) }
    var page = MetricPage()
    for (name, series) in families {
      for (labels, one) in series { page.add(name, labels, one) }
    }
    for figure in sources.flatMap({ $0() }) { page.add(figure) }
    page.add(Figure("pangea_metrics_refused_series_total", .counter, Double(refused)))
    return page.text
  }
}

extension MetricRegistry.Series {
  var handler: AnyObject {
    switch self {
    case .counter(let handler): handler
    case .sum(let handler): handler
    case .gauge(let handler): handler
    case .histogram(let handler): handler
    }
  }
}
