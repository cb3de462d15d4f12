import ArgumentParser
import Foundation
import Workloads

/// `pangea bench`: the workloads, each beside its reference in the same run.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure a workload beside its reference in the same run.",
    discussion: """
      \(BenchWorkload.allCases.map(\.line).joined(separator: "\n"))

      Measure in release mode, on a machine that does nothing else.
      """)

  @Argument(help: "The workload, W1 … W12, or all.")
  var workload: String

  @Option(help: "How many players; without it each workload has its own numbers.")
  var players: Int?

  @Option(help: "Seconds of each run; without it each workload has its own.")
  var seconds: Int?

  @Option(help: "Runs of ours and of the reference, in turns; their medians count.")
  var runs = 5

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: "Another build of pangea for the processes of clusters; without it this one.")
  var executable: String?

  @Option(help: "With all: write a report with plots into this folder.")
  var report: String?

  @Option(help: "With --report: the report to compare with, if it is there.")
  var baseline = "docs/measured/latest.json"

  private var chosen: [BenchWorkload]? {
    isAll ? BenchWorkload.allCases : BenchWorkload(argument: workload).map { [$0] }
  }

  private var isAll: Bool { workload.lowercased() == "all" }

  func validate() throws {
    guard chosen != nil else { throw ValidationError("A workload is W1 … W12, or all.") }
    guard (1...65_000).contains(players ?? 1), (1...3_600).contains(seconds ?? 1),
      (1...99).contains(runs)
    else {
      throw ValidationError("--players is 1 … 65000, --seconds 1 … 3600, --runs 1 … 99.")
    }
    guard isAll || report == nil else { throw ValidationError("--report goes with all.") }
  }

  func run() async throws {
    let size = BenchWorkload.Size(
      players: players, seconds: seconds, runs: runs, executable: executable)
    guard isAll else { return try await runOne(size) }
    let earlier = try report.flatMap { _ in try BenchFolder.read(baseline) }
    var all = BenchReport(date: Date().formatted(.iso8601))
    for workload in BenchWorkload.allCases { await measure(workload, size, into: &all) }
    guard !all.workloads.isEmpty else { throw ExitCode(3) }
    if let report {
      await measureCurves(size, into: &all)
      let changes = earlier.map { all.changes(since: $0) }
      try BenchFolder(path: report).write(all, changes: changes)
      if !json { say(changes, in: report) }
    }
    if json { print(try BenchFolder.json(all.workloads, isPretty: false)) }
    // What ran is reported; what could not run must not pass for done.
    if !all.failures.isEmpty { throw ExitCode(3) }
  }

  private func runOne(_ size: BenchWorkload.Size) async throws {
    for workload in chosen ?? [] {
      let report = try await workload.measure(size)
      if json {
        print(try BenchFolder.json(report, isPretty: false))
      } else {
        for line in report.lines { print(line) }
      }
    }
  }

  /// One of all: what fails is noted.
  private func measure(
    _ workload: BenchWorkload, _ size: BenchWorkload.Size, into all: inout BenchReport
  ) async {
    do {
      let report = try await workload.measure(size)
      all.workloads.append(report)
      if !json { for line in report.lines { print(line) } }
    } catch {
      all.failures.append(.init(workload.rawValue, reason: "\(error)"))
      complain("\(workload.rawValue): \(error)")
    }
  }

  private func measureCurves(_ size: BenchWorkload.Size, into all: inout BenchReport) async {
    do {
      all.curves = try InterestSweep.run()
      all.curves += try await ScaleSweep.run(on: size.host)
    } catch {
      all.failures.append(.init("curves", reason: "\(error)"))
      complain("curves: \(error)")
    }
  }

  private func say(_ changes: [FigureChange]?, in folder: String) {
    print("The report stands in \(folder)/\(BenchFolder.page).")
    guard let changes else { return print("There is no earlier report to compare with.") }
    let beyond = changes.filter { [.better, .worse, .gone].contains($0.verdict) }
    if beyond.isEmpty { print("Nothing changed beyond noise since \(baseline).") }
    for change in beyond { print("\(change.title): \(change.text)") }
  }

  private func complain(_ text: String) {
    FileHandle.standardError.write(Data("pangea: \(text)\n".utf8))
  }
}
