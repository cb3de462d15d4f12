import Metrics

/// The back end of the metrics API that shows its figures to Prometheus.
///
/// Timers become histograms in seconds, aggregating recorders histograms, other recorders and
/// meters gauges.
public struct PrometheusFactory: MetricsFactory {
  private let registry: MetricRegistry

  public init(registry: MetricRegistry) { self.registry = registry }

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    registry.series(
      MetricName(label: label, suffix: "_total"), dimensions, fresh: CounterSeries(),
      wrap: { .counter($0) }, unwrap: { if case .counter(let one) = $0 { one } else { nil } })
  }

  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    registry.series(
      MetricName(label: label, suffix: "_total"), dimensions, fresh: SumSeries(),
      wrap: { .sum($0) }, unwrap: { if case .sum(let one) = $0 { one } else { nil } })
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    gauge(label, dimensions)
  }

  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    aggregate
      ? histogram(label, "", dimensions, HistogramSeries.sizeBounds) : gauge(label, dimensions)
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histogram(label, "_seconds", dimensions, HistogramSeries.timeBounds)
  }

  private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
    registry.series(
      MetricName(label: label), dimensions, fresh: GaugeSeries(),
      wrap: { .gauge($0) }, unwrap: { if case .gauge(let one) = $0 { one } else { nil } })
  }

  private func histogram(
    _ label: String, _ suffix: String, _ dimensions: [(String, String)], _ bounds: [Double]
  ) -> HistogramSeries {
    registry.series(
      MetricName(label: label, suffix: suffix), dimensions,
      fresh: HistogramSeries(bounds: bounds), wrap: { .histogram($0) },
      unwrap: { if case .histogram(let one) = $0, one.bounds == bounds { one } else { nil } })
  }

  public func destroyCounter(_ handler: any CounterHandler) { registry.remove(handler) }
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
    registry.remove(handler)
  }
  public func destroyMeter(_ handler: any MeterHandler) { registry.remove(handler) }
  public func destroyRecorder(_ handler: any RecorderHandler) { registry.remove(handler) }
  public func destroyTimer(_ handler: any TimerHandler) { registry.remove(handler) }
}
