import ArgumentParser
import Workloads

/// The workloads by their names; what is not built into this executable says so.
enum BenchWorkload: String, CaseIterable, ExpressibleByArgument {
  case w1 = "W1"
  case w2 = "W2"
  case w3 = "W3"
  case w4 = "W4"
  case w5 = "W5"
  case w6 = "W6"
  case w7 = "W7"
  case w8 = "W8"
  case w9 = "W9"
  case w10 = "W10"
  case w11 = "W11"
  case w12 = "W12"

  init?(argument: String) { self.init(rawValue: argument.uppercased()) }

  /// How much is measured; what is nil is the workload's own choice.
  struct Size {
    var players: Int?
    /// Of each run.
    var seconds: Int?
    /// Of each side, in turns.
    var runs: Int
  }

  /// - Returns: nil when the workload is not built into this executable.
  func measure(_ size: Size) async throws -> WorkloadReport? {
    switch self {
    case .w5:
      try InterestWorkload.run(
        crowds: size.players.map { [$0] } ?? [1_000, 10_000],
        ticks: (size.seconds ?? 10) * Self.ticksPerSecond, runs: size.runs)
    case .w1, .w2, .w3, .w4, .w6, .w7, .w8, .w9, .w10, .w11, .w12: nil
    }
  }

  /// Of game time: workloads that step a region by hand measure so many ticks for a second.
  private static let ticksPerSecond = 20
}
