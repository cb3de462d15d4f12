import Foundation
import Metrics
import Testing

@testable import Telemetry

@Suite struct MetricTests {
  private let registry = MetricRegistry()
  private var factory: PrometheusFactory { PrometheusFactory(registry: registry) }

  private func lines(_ name: String) -> [String] {
    registry.text().split(separator: "\n").map(String.init).filter { $0.contains(name) }
  }

  @Test(arguments: [
    ("shard.ticks", "", "pangea_shard_ticks"),
    ("tickDuration", "_seconds", "pangea_tick_duration_seconds"),
    ("pangea_inputs_total", "_total", "pangea_inputs_total"),
    ("process_x", "", "process_x"),
    ("a--b c/ä9", "", "pangea_a_b_c_9"),
    ("", "_total", "pangea__total"),
  ])
  func namesAreValid(_ label: String, _ suffix: String, _ name: String) {
    #expect(MetricName(label: label, suffix: suffix).text == name)
  }

  @Test func labelsAreSortedAndEscaped() {
    let labels = MetricLabels([("to", "a\"b\\c\nd"), ("From-Node", "x")])
    #expect(labels.text == #"{from_node="x",to="a\"b\\c\nd"}"#)
    #expect(labels.with("le", "1") == #"{from_node="x",to="a\"b\\c\nd",le="1"}"#)
    #expect(MetricLabels([]).text == "")
    #expect(MetricLabels([]).with("le", "+Inf") == #"{le="+Inf"}"#)
    #expect(MetricLabels([("1", "x")]).text == #"{_1="x"}"#)
    let long = MetricLabels([("a", String(repeating: "é", count: 9999))])
    #expect(long.text.utf8.count < TelemetryLimits.labelBytesMax + 16)
  }

  @Test func countersOfOneNameAndLabelsAreOne() {
    let first = Counter(
      label: "shard.inputs", dimensions: [("a", "1"), ("b", "2")], factory: factory)
    let again = Counter(
      label: "shard.inputs", dimensions: [("b", "2"), ("a", "1")], factory: factory)
    let other = Counter(label: "shard.inputs", dimensions: [("a", "2")], factory: factory)
    first.increment(by: 3)
    again.increment()
    other.increment()
    #expect(
      lines("shard_inputs") == [
        "# HELP pangea_shard_inputs_total Shard inputs total.",
        "# TYPE pangea_shard_inputs_total counter",
        #"pangea_shard_inputs_total{a="1",b="2"} 4"#, #"pangea_shard_inputs_total{a="2"} 1"#,
      ])
  }

  @Test func fractionsAddUp() {
    let counter = FloatingPointCounter(label: "seconds", factory: factory)
    for _ in 0..<4 { counter.increment(by: 0.25) }
    counter.increment(by: 0.5)
    counter.increment(by: -9)
    #expect(lines("seconds_total ").contains("pangea_seconds_total 1.5"))
  }

  @Test func gaugesShowTheLastValue() {
    let meter = Meter(label: "players", factory: factory)
    meter.set(7)
    meter.increment(by: 2)
    meter.decrement(by: 0.5)
    Gauge(label: "load", factory: factory).record(0.125)
    #expect(lines("players ").contains("pangea_players 8.5"))
    #expect(lines("load ").contains("pangea_load 0.125"))
  }

  @Test func timersAreHistogramsInSeconds() {
    let timer = Timer(label: "tick", factory: factory)
    for milliseconds in [1, 1, 3, 50, 60_000] { timer.recordMilliseconds(milliseconds) }
    let shown = lines("tick_seconds")
    #expect(shown.contains(#"pangea_tick_seconds_bucket{le="0.0005"} 0"#))
    #expect(shown.contains(#"pangea_tick_seconds_bucket{le="0.001"} 2"#))
    #expect(shown.contains(#"pangea_tick_seconds_bucket{le="0.05"} 4"#))
    #expect(shown.contains(#"pangea_tick_seconds_bucket{le="10"} 4"#))
    #expect(shown.contains(#"pangea_tick_seconds_bucket{le="+Inf"} 5"#))
    #expect(shown.contains("pangea_tick_seconds_count 5"))
    #expect(shown.contains("pangea_tick_seconds_sum 60.055"))
  }

  @Test func recordersThatAggregateAreHistograms() {
    let recorder = Recorder(label: "batch", factory: factory)
    for size in [1, 2, 3, 2_000_000] { recorder.record(size) }
    recorder.record(Double.nan)
    #expect(lines("batch").contains(#"pangea_batch_bucket{le="2"} 2"#))
    #expect(lines("batch").contains("pangea_batch_count 4"))
  }

  @Test func anotherKindOfTheSameNameIsRefusedAndCounted() {
    Counter(label: "pangea_x_total", factory: factory).increment()
    let meter = Meter(label: "pangea_x_total", factory: factory)
    meter.set(99)
    #expect(lines("x_total ").contains("pangea_x_total 1"))
    #expect(lines("refused").contains("pangea_metrics_refused_series_total 1"))
  }

  @Test func thereAreNotTooManySeries() {
    for number in 0..<TelemetryLimits.seriesMax + 10 {
      Counter(label: "n", dimensions: [("n", "\(number)")], factory: factory).increment()
    }
    #expect(lines("pangea_n_total{").count == TelemetryLimits.seriesMax)
    #expect(lines("refused").contains("pangea_metrics_refused_series_total 10"))
  }

  @Test func destroyedSeriesAreGone() {
    let counter = Counter(label: "gone", factory: factory)
    Counter(label: "stays", factory: factory).increment()
    counter.destroy()
    #expect(lines("gone").isEmpty)
    #expect(lines("stays").contains("pangea_stays_total 1"))
  }

  @Test func manyThreadsLoseNothing() async {
    let counter = Counter(label: "c", factory: factory)
    let sum = FloatingPointCounter(label: "s", factory: factory)
    let timer = Timer(label: "t", factory: factory)
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<1000 {
            counter.increment()
            sum.increment(by: 0.5)
            timer.recordMilliseconds(1)
          }
        }
      }
    }
    #expect(lines("c_total ").contains("pangea_c_total 8000"))
    #expect(lines("s_total ").contains("pangea_s_total 4000"))
    #expect(lines("t_seconds_count").contains("pangea_t_seconds_count 8000"))
  }

  @Test(arguments: [
    (0.0, "0"), (-3, "-3"), (0.1, "0.1"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    (1e300, "1e+300"),
  ])
  func numbersAreReadable(_ value: Double, _ text: String) {
    #expect(MetricPage.number(value) == text)
  }

  @Test func processFiguresAreThoseOfThisProcess() throws {
    let figures = ProcessFigures.now()
    #expect(figures.residentBytes > 1_000_000 && figures.residentBytes < figures.virtualBytes)
    #expect(figures.openDescriptors > 0 && figures.openDescriptors < figures.descriptorsMax)
    #expect(figures.cpuMilliseconds > 0)
    let age = Date().timeIntervalSince1970 - figures.startSeconds
    #expect(age > -2 && age < 86_400, "started some time today")
  }

  /// Prometheus' own checker, where it is installed.
  @Test(.enabled(if: Promtool.path != nil))
  func promtoolFindsNothing() throws {
    registry.add { ProcessFigures.figures(version: "1.2 \"x\"") }
    Counter(label: "shard.inputs", dimensions: [("a", "\"\\\n")], factory: factory).increment()
    Timer(label: "tick", dimensions: [("region", "0:1,2")], factory: factory).recordSeconds(1)
    Meter(label: "players", factory: factory).set(1)
    Recorder(label: "batch_entries", factory: factory).record(3)
    #expect(try Promtool.check(registry.text()) == "")
  }
}

/// `promtool check metrics`.
enum Promtool {
  static let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/promtool" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// What it complains about.
  static func check(_ text: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "")
    process.arguments = ["check", "metrics"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let complaint = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: complaint, as: UTF8.self)
  }
}
