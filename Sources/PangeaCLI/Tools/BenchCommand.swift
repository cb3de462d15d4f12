import ArgumentParser
import Foundation
import Workloads

/// `pangea bench`: the workloads that are built, each beside its reference in the same run.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure a workload beside its reference in the same run.",
    discussion: """
      W5  one region's tick: movement, exact interest, differences; everybody moves, about 50 are \
      visible to each. The reference is a plain C grid. Measure in release mode.
      """)

  enum Workload: String, ExpressibleByArgument, CaseIterable { case w5 = "W5" }

  @Argument(help: "The workload: W5.")
  var workload: Workload

  @Option(help: "How many players.")
  var players = 1_000

  @Option(help: "Runs of ours and of the reference, interleaved; their medians count.")
  var runs = 5

  @Option(help: "Ticks of a run.")
  var ticks = 200

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (100...4_000).contains(players), (1...99).contains(runs), (10...100_000).contains(ticks)
    else {
      throw ValidationError("--players is 100 ... 4000, --runs 1 ... 99, --ticks 10 ... 100000.")
    }
  }

  func run() throws {
    let before = ProcessorTime.now()
    guard let report = InterestWorkload.run(entities: players, ticks: ticks, runs: runs) else {
      FileHandle.standardError.write(Data("pangea: no memory for the reference\n".utf8))
      throw ExitCode(3)
    }
    let idle = ProcessorTime.now().idleShare(since: before)
    let document = BenchDocument(report, idleShare: idle)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(document), as: UTF8.self))
    } else {
      for line in document.lines { print(line) }
    }
  }
}

/// The result of a workload, as `pangea.bench/1`.
struct BenchDocument: Encodable {
  struct Figure: Encodable {
    var name: String?
    var median: Double
    var min: Double
    var max: Double
  }

  var schema = "pangea.bench/1"
  var workload = "W5"
  var unit = "ns per entity and tick"
  var runs: Int
  var ours: Figure
  var reference: Figure
  var ratio: Double
  var idleShare: Double
  var players: Int
  var visible: Double

  enum CodingKeys: String, CodingKey {
    case schema, workload, unit, runs, ours, reference, ratio, players, visible
    case idleShare = "idle_share"
  }

  init(_ report: InterestReport, idleShare: Double) {
    runs = report.runs
    ours = Figure(
      median: report.ours.median, min: report.ours.min, max: report.ours.max)
    reference = Figure(
      name: "plain C grid", median: report.reference.median, min: report.reference.min,
      max: report.reference.max)
    ratio = report.ratio
    players = report.entities
    visible = report.visible
    self.idleShare = idleShare
  }

  var lines: [String] {
    [
      "\(workload): \(players) players, \(Self.text(visible)) visible to each, \(runs) runs",
      "ours       \(Self.text(ours.median)) \(unit) (\(Self.text(ours.min)) ... \(Self.text(ours.max)))",
      "plain C    \(Self.text(reference.median)) (\(Self.text(reference.min)) ... "
        + "\(Self.text(reference.max)))",
      "ratio      \(Self.text(ratio))",
      "idle share of the machine \(Self.text(idleShare))",
    ]
  }

  private static func text(_ value: Double) -> String { String(format: "%.2f", value) }
}

/// What the kernel counts of all processors together, since it started.
struct ProcessorTime {
  private let idle: Double
  private let total: Double

  static func now() -> ProcessorTime {
    let data = FileManager.default.contents(atPath: "/proc/stat") ?? Data()
    let line = String(decoding: data, as: UTF8.self).prefix { $0 != "\n" }
    let fields = line.split(separator: " ").dropFirst().compactMap { Double($0) }
    let idle = fields.count > 4 ? fields[3] + fields[4] : 0
    return ProcessorTime(idle: idle, total: fields.prefix(8).reduce(0, +))
  }

  /// 0 ... 1: how much of the machine nobody used meanwhile.
  func idleShare(since before: ProcessorTime) -> Double {
    let total = total - before.total
    return total > 0 ? (idle - before.idle) / total : 0
  }
}
