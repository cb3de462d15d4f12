import ArgumentParser
import Foundation
import Workloads

/// `pangea bench`: the workloads, each beside its reference in the same run.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure a workload beside its reference in the same run.",
    discussion: """
      W5  one region's tick: movement, exact interest, differences; everybody moves, about 50 are \
      visible to each. The reference is a plain C grid.

      Measure in release mode, on a machine that does nothing else.
      """)

  @Argument(help: "The workload, W1 … W12, or all that are built.")
  var workload: String

  @Option(help: "How many players; without it each workload has its own numbers.")
  var players: Int?

  @Option(help: "Seconds of each run; without it each workload has its own.")
  var seconds: Int?

  @Option(help: "Runs of ours and of the reference, in turns; their medians count.")
  var runs = 5

  @Flag(help: "Print JSON.")
  var json = false

  private var chosen: [BenchWorkload]? {
    workload.lowercased() == "all"
      ? BenchWorkload.allCases : BenchWorkload(argument: workload).map { [$0] }
  }

  func validate() throws {
    guard chosen != nil else { throw ValidationError("A workload is W1 … W12, or all.") }
    guard (1...65_000).contains(players ?? 1), (1...3_600).contains(seconds ?? 1),
      (1...99).contains(runs)
    else {
      throw ValidationError("--players is 1 … 65000, --seconds 1 … 3600, --runs 1 … 99.")
    }
  }

  func run() async throws {
    let chosen = chosen ?? []
    let size = BenchWorkload.Size(players: players, seconds: seconds, runs: runs)
    var reports: [WorkloadReport] = []
    for workload in chosen {
      guard let report = try await workload.measure(size) else {
        guard chosen.count == 1 else { continue }
        FileHandle.standardError.write(
          Data("pangea: \(workload.rawValue) is not built into this executable\n".utf8))
        throw ExitCode(2)
      }
      reports.append(report)
      if !json { for line in report.lines { print(line) } }
    }
    guard !reports.isEmpty else { throw ExitCode(3) }
    if json { try printJSON(reports) }
  }

  /// One document for one workload, a list for all.
  private func printJSON(_ reports: [WorkloadReport]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data =
      chosen?.count == 1 ? try encoder.encode(reports[0]) : try encoder.encode(reports)
    print(String(decoding: data, as: UTF8.self))
  }
}
