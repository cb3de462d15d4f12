import ArgumentParser
import Foundation
import Simulator

/// `pangea sim`: the deterministic cluster simulator.
struct SimCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sim",
    abstract: "Simulate whole clusters under faults on a virtual clock, from one seed.",
    discussion: """
      Without --campaign one seed is run; the same seed gives the same run on every machine. A \
      campaign runs one seed after the other on all cores until --seeds or --minutes are over or \
      Ctrl-C, and demands that every rare path of the protocol was taken once it is long enough.

      When an invariant breaks, faults, players and time are left out of the schedule for as long as \
      it breaks likewise, and what is left is printed step by step: docs/testing.md tells how to \
      read it. The search is bounded in events, so it too is the same on every machine.

      With --capacity nobody plays: placement and directory of a large cluster run while shards come, \
      die and are crowded; docs/capacity.md explains the figures.

      Faults: \(FaultSet.named.map(\.name).joined(separator: ", ")).

      Variants: \(Variant.allCases.map(\.rawValue).joined(separator: ", ")).

      Exit status: 0 when every invariant held, 1 when one did not, or a rare path stayed untaken.
      """)

  @Option(help: "The same seed gives the same run. Of a campaign the first; random by default.")
  var seed: UInt64?

  @Option(
    help:
      "Events until the faults end: by default 20000, in a campaign \(SimulationCampaign.stepsByDefault)."
  )
  var steps: Int?

  @Option(help: "Kinds of faults, separated by commas; all, or none.")
  var faults = "all"

  @Option(help: "A known-bad protocol, which must be caught.")
  var variant: String?

  @Flag(help: "Run one seed after the other.")
  var campaign = false

  @Option(help: "Seeds of a campaign; without an end by default.")
  var seeds: UInt64?

  @Option(help: "Minutes of a campaign; without an end by default.")
  var minutes: Double?

  @Option(help: "Seeds of a campaign that run at a time; as many as there are cores by default.")
  var workers: Int?

  @Flag(help: "Run placement and directory of a large cluster.")
  var capacity = false

  @Option(help: "Shards of --capacity; 1000 by default.")
  var shards: Int?

  @Option(help: "Regions along each side of the map of --capacity; 100 by default.")
  var side: Int?

  @Flag(help: "Print everything that happened, also when every invariant held.")
  var trace = false

  @Flag(
    inversion: .prefixedNo,
    help: "Look for the shortest schedule that fails likewise; of a campaign's first failures.")
  var shrink = true

  @Flag(help: "Print the report as JSON.")
  var json = false

  func validate() throws {
    if let workers, workers < 1 { throw ValidationError("--workers is at least 1.") }
    if let shards, !(2...4_000).contains(shards) {
      throw ValidationError("--shards is 2 to 4000.")
    }
    if let side, !(1...256).contains(side) { throw ValidationError("--side is 1 to 256.") }
    if !capacity, shards != nil || side != nil {
      throw ValidationError("--shards and --side belong to --capacity.")
    }
    if capacity, campaign || variant != nil || trace {
      throw ValidationError("--capacity runs by itself.")
    }
    if let steps, steps < 0 { throw ValidationError("--steps is at least 0.") }
    if !campaign, seeds != nil || minutes != nil || workers != nil {
      throw ValidationError("--seeds, --minutes and --workers belong to --campaign.")
    }
  }

  func run() async throws {
    if capacity { return try runCapacity() }
    guard let faults = FaultSet(names: faults) else {
      let names = FaultSet.named.map(\.name).joined(separator: ", ")
      throw ValidationError("--faults knows \(names), all and none.")
    }
    let variant = try variant.map(known)
    if campaign {
      let run = SimulationCampaign(
        firstSeed: seed ?? UInt64(UInt32.random(in: 1...UInt32.max)), seeds: seeds,
        steps: steps ?? SimulationCampaign.stepsByDefault, faults: faults, variant: variant,
        workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
      return try await CampaignConsole(
        campaign: run, minutes: minutes, json: json, shrinks: shrink
      ).run()
    }
    let (seed, steps) = (seed ?? 1, steps ?? 20_000)
    var report = ClusterSimulation.run(
      seed: seed, steps: steps, faults: faults, variant: variant, isTracing: trace)
    if shrink, !report.violations.isEmpty {
      report.shortest = FailureShrinker.shrink(
        seed: seed, steps: steps, faults: faults, variant: variant)
    }
    if json {
      print(try Self.text(of: report))
    } else {
      for line in Self.lines(report) { print(line) }
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

  static func text(of report: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(report), as: UTF8.self)
  }

  static func lines(_ report: SimulationReport) -> [String] {
    let faults = report.faults.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return [
      "seed \(report.seed): \(report.steps) steps, \(report.crossings) crossings, "
        + "\(report.migrations) migrations, \(report.operations) operations",
      "faults: \(faults.joined(separator: ", "))",
    ] + (report.shortest == nil ? report.trace : [])
      + report.violations.map {
        "VIOLATED \($0.invariant) at \($0.at / 1_000) ms: \($0.detail)"
      } + (report.shortest?.lines ?? []) + [
        report.violations.isEmpty ? "every invariant held" : "seed \(report.seed) failed"
      ]
  }
}
