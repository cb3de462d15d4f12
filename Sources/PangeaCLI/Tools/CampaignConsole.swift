import ArgumentParser
import Foundation
import Simulator
import Synchronization

/// A campaign of the simulator on a terminal: progress while it runs, a summary at its end.
struct CampaignConsole {
  let campaign: SimulationCampaign
  let minutes: Double?
  let json: Bool
  /// Whether the shortest schedules are looked for that fail like the first failures.
  let shrinks: Bool

  /// When the campaign began, said something last, and whether somebody wants it to end.
  private final class Progress: Sendable {
    let began = ContinuousClock.now
    let toldAt = Mutex(ContinuousClock.now)
    let isStopped = Mutex(false)
    let failuresTold = Mutex(0)

    var seconds: Double { (ContinuousClock.now - began) / .seconds(1) }

    /// Whether it is time for a line.
    func isDue() -> Bool {
      toldAt.withLock { told in
        let now = ContinuousClock.now
        guard now - told >= .seconds(5) else { return false }
        told = now
        return true
      }
    }
  }

  func run() async throws {
    let progress = Progress()
    let signals = SignalWatch { _ in progress.isStopped.withLock { $0 = true } }
    defer { signals.cancel() }
    let end = minutes.map { progress.began + .seconds($0 * 60) }
    if !json {
      print(
        "campaign from seed \(campaign.firstSeed), \(campaign.steps) steps of faults each, "
          + "\(campaign.workers) at a time; Ctrl-C ends it with a summary")
    }
    var report = await campaign.run(
      until: { _ in
        progress.isStopped.withLock { $0 } || end.map { ContinuousClock.now >= $0 } ?? false
      },
      progress: { report in if !json { tell(report, progress) } })
    if shrinks { shrink(&report.failures) }
    if json {
      print(try SimCommand.text(of: report))
    } else {
      for line in report.failures.flatMap({ $0.shortest?.lines ?? [] }) { print(line) }
      for line in summary(report, progress.seconds) { print(line) }
    }
    if report.seedsFailed > 0 || isDemanding(report) && !report.unreached.isEmpty {
      throw ExitCode(1)
    }
  }

  /// The first few failures, each as short as it can be told.
  private func shrink(_ failures: inout [SimulationReport]) {
    for place in failures.indices.prefix(Self.shrunkMax) {
      failures[place].shortest = FailureShrinker.shrink(
        seed: failures[place].seed, steps: campaign.steps, faults: campaign.faults,
        variant: campaign.variant)
    }
  }

  private static let shrunkMax = 3

  private func tell(_ report: CampaignReport, _ progress: Progress) {
    let isNew = progress.failuresTold.withLock { told in
      defer { told = report.failures.count }
      return report.failures.count > told
    }
    if isNew, let failure = report.failures.last {
      for line in SimCommand.lines(failure) { print(line) }
      print("again: \(command(failure.seed))")
    }
    guard progress.isDue() else { return }
    print(
      figures(report, progress.seconds)
        + ", rare paths \(RarePath.all.count - report.unreached.count) of \(RarePath.all.count)")
    fflush(nil)
  }

  private func command(_ seed: UInt64) -> String {
    "pangea sim --seed \(seed) --steps \(campaign.steps)"
      + (campaign.faults == .all ? "" : " --faults \(campaign.faults)")
      + (campaign.variant.map { " --variant \($0.rawValue)" } ?? "")
  }

  private func figures(_ report: CampaignReport, _ seconds: Double) -> String {
    let pace = seconds > 0 ? Int(Double(report.steps) / seconds) : 0
    return "\(report.seeds) seeds, \(report.steps) steps (\(pace) a second), "
      + "\(report.crossings) crossings, \(report.migrations) migrations, "
      + "\(report.operations) operations, "
      + "\(report.seedsFailed) failed"
  }

  /// A short campaign cannot have been everywhere, nor one without some of the faults.
  private func isDemanding(_ report: CampaignReport) -> Bool {
    campaign.faults == .all && campaign.variant == nil
      && report.steps >= SimulationCampaign.stepsForRarePaths
  }

  private func summary(_ report: CampaignReport, _ seconds: Double) -> [String] {
    var lines = ["rare paths:"]
    for path in RarePath.all {
      let count = "\(report.rare[path.name] ?? 0)"
      let pad = String(repeating: " ", count: max(0, 9 - count.count))
      lines.append("\(pad)\(count)  \(path.name): \(path.meaning)")
    }
    let faults = report.faults.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    lines.append("faults: \(faults.joined(separator: ", "))")
    lines.append("\(figures(report, seconds)) in \(Int(seconds)) s")
    if report.seedsFailed > 0 {
      lines.append("FAILED: \(report.failures.map { command($0.seed) }.joined(separator: "; "))")
    } else if report.unreached.isEmpty {
      lines.append("every invariant held, every rare path was taken")
    } else {
      let names = report.unreached.map(\.name).joined(separator: ", ")
      lines.append(
        isDemanding(report)
          ? "FAILED: rare paths that nobody took: \(names)"
          : "every invariant held; too short to have been everywhere, not taken: \(names)")
    }
    return lines
  }
}
