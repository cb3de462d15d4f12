import ArgumentParser
import Foundation
import Simulator

/// `pangea sim`: the deterministic cluster simulator.
struct SimCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sim",
    abstract: "Simulate whole clusters under faults on a virtual clock, from one seed.",
    discussion: "Exit status: 0 when every invariant held, 1 when one did not.")

  @Option(help: "The same seed gives the same run.")
  var seed: UInt64 = 1

  @Option(help: "Events until the faults end.")
  var steps = 20_000

  @Option(help: "Kinds of faults, separated by commas; all or none.")
  var faults = "all"

  @Option(help: "A known-bad protocol, which must be caught.")
  var variant: String?

  @Flag(help: "Print the report as JSON.")
  var json = false

  func run() throws {
    guard let faults = FaultSet(names: faults) else {
      let names = FaultSet.named.map(\.name).joined(separator: ", ")
      throw ValidationError("--faults knows \(names), all and none.")
    }
    let report = ClusterSimulation.run(
      seed: seed, steps: steps, faults: faults, variant: try variant.map(known))
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(report), as: UTF8.self))
    } else {
      for line in lines(report) { print(line) }
    }
    if !report.violations.isEmpty { throw ExitCode(1) }
  }

  private func known(_ name: String) throws -> Variant {
    guard let variant = Variant(rawValue: name) else {
      let names = Variant.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--variant knows \(names).")
    }
    return variant
  }

  private func lines(_ report: SimulationReport) -> [String] {
    let faults = report.faults.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return [
      "seed \(report.seed): \(report.steps) steps, \(report.crossings) crossings",
      "faults: \(faults.joined(separator: ", "))",
    ] + report.trace
      + report.violations.map { "VIOLATED \($0.invariant) at \($0.at) us: \($0.detail)" }
      + [report.violations.isEmpty ? "every invariant held" : "seed \(report.seed) failed"]
  }
}
