import ArgumentParser
import Workloads

/// The workloads by their names.
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

  /// What it is, for the help.
  var line: String {
    switch self {
    case .w1: "W1  a crowded world: CPU of gateway and shard for each player; beside a relay in C"
    case .w2: "W2  the same world: bytes for each entity in sight and update"
    case .w3: "W3  the same world: the most players that one core bears"
    case .w4: "W4  the same world: round trips of probes through gateway and shard"
    case .w5: "W5  one region's tick: movement, exact interest, differences; beside a grid in C"
    case .w6: "W6  round trips of probes through a gateway; beside a multiplexing gateway in C"
    case .w7: "W7  messages between actors of one process; beside a pair of threads in C"
    case .w8: "W8  everybody sees everybody: as W1"
    case .w9: "W9  everybody crosses the border of two shards; beside the same walk on one side"
    case .w10: "W10 a crowd in one place: how often each sees the near and the far ones move"
    case .w11: "W11 moving clients that a gateway's core bears; beside a gateway in C"
    case .w12: "W12 memory of all processes for each player, at rest and walking"
    }
  }

  /// How much is measured; what is nil is the workload's own choice.
  struct Size {
    var players: Int?
    /// Of each run.
    var seconds: Int?
    /// Of each side, in turns.
    var runs: Int
    /// The build that a cluster's processes run; nil: this one.
    var executable: String?
  }

  func measure(_ size: Size) async throws -> WorkloadReport {
    switch self {
    case .w5:
      try InterestWorkload.run(
        crowds: size.players.map { [$0] } ?? [1_000, 10_000],
        ticks: (size.seconds ?? 10) * Self.ticksPerSecond, runs: size.runs)
    case .w6:
      try await RelayWorkload.run(
        connections: size.players ?? 64, seconds: size.seconds ?? 2, runs: size.runs)
    case .w7: try await MailboxWorkload.run(size: size.seconds ?? 1, runs: size.runs)
    case .w1, .w2, .w3, .w4, .w8, .w9, .w10, .w11, .w12: try await measureCluster(size)
    }
  }

  /// Of game time: workloads that step a region by hand measure so many ticks for a second.
  private static let ticksPerSecond = 20
}
