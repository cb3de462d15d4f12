/// Prometheus' text format, version 0.0.4.
struct MetricPage {
  private struct Family {
    var kind: String
    var lines: [(labels: MetricLabels, text: String)] = []
  }

  private var families: [String: Family] = [:]

  /// The content type of such a page.
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  mutating func add(_ name: MetricName, _ labels: MetricLabels, _ series: MetricRegistry.Series) {
    let lines =
      switch series {
      case .counter(let counter): Self.line(name.text, labels.text, counter.value)
      case .sum(let sum): Self.line(name.text, labels.text, sum.value)
      case .gauge(let gauge): Self.line(name.text, labels.text, gauge.value)
      case .histogram(let histogram): Self.lines(name.text, labels, histogram)
      }
    families[name.text, default: Family(kind: series.kind)].lines.append((labels, lines))
  }

  mutating func add(_ figure: MetricRegistry.Figure) {
    let labels = MetricLabels(figure.labels)
    let line = Self.line(figure.name, labels.text, figure.value)
    families[figure.name, default: Family(kind: figure.kind.rawValue)].lines.append((labels, line))
  }

  var text: String {
    families.sorted { $0.key < $1.key }.map { name, family in
      let lines = family.lines.sorted { $0.labels < $1.labels }.map(\.text).joined()
      return "# HELP \(name) \(MetricHelp.text(for: name))\n# TYPE \(name) \(family.kind)\n\(lines)"
    }.joined()
  }

  private static func line(_ name: String, _ labels: String, _ value: Double) -> String {
    "\(name)\(labels) \(number(value))\n"
  }

  /// Buckets count everything up to their bound, so the last one counts all.
  private static func lines(_ name: String, _ labels: MetricLabels, _ series: HistogramSeries)
    -> String
  {
    let reading = series.reading
    var total: UInt64 = 0
    var text = ""
    for (count, bound) in zip(reading.counts, series.bounds.map(number) + ["+Inf"]) {
      total &+= count
      text += line("\(name)_bucket", labels.with("le", bound), Double(total))
    }
    return text + line("\(name)_sum", labels.text, reading.sum)
      + line("\(name)_count", labels.text, Double(total))
  }

  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    if value == value.rounded(), abs(value) < 9e15 { return "\(Int64(value))" }
    return "\(value)"
  }
}
