import Bots
import Foundation
import Testing

@testable import Supervisor

/// Faults on real processes at bad moments, as a table: `make faults`. It takes long, so it is no
/// part of the other tests.
extension RealProcesses {
  @Suite(
    .serialized,
    .enabled(
      if: ProcessInfo.processInfo.environment["PANGEA_FAULTS"] != nil, "make faults runs this"))
  struct FaultTests {
    enum Fault: String, CaseIterable, Sendable {
      case killShard = "shard killed"
      case pauseShard = "shard stopped for 5 s"
      case stopShard = "shard told to end"
      case killGateway = "gateway killed"
      case killRedis = "Redis killed"
      case pauseRedis = "Redis stopped for 5 s"
      case killAdmin = "admin killed"

      /// The process, the signal, and whether it goes on five seconds later.
      var order: (name: String, signal: String, goesOn: Bool) {
        switch self {
        case .killShard: ("shard-2", "KILL", false)
        case .pauseShard: ("shard-2", "STOP", true)
        case .stopShard: ("shard-2", "TERM", false)
        case .killGateway: ("gateway-1", "KILL", false)
        case .killRedis: ("redis", "KILL", false)
        case .pauseRedis: ("redis", "STOP", true)
        case .killAdmin: ("admin-1", "KILL", false)
        }
      }

      /// Whether connections are lost with the process.
      var cutsConnections: Bool { self == .killGateway }
    }

    enum Moment: String, CaseIterable, Sendable {
      case idle, crossing, fighting, migrating
      case loggingIn = "logging in"

      var arguments: [String] {
        switch self {
        case .idle, .loggingIn: []
        case .crossing, .migrating: ["--cross"]
        case .fighting: ["--fight"]
        }
      }
    }

    struct Row: Sendable {
      var fault: Fault
      var moment: Moment
      var report: BotsReport
      var verdicts: String

      var pause: Double {
        max(
          report.gapMilliseconds.handoff.max ?? 0, report.gapMilliseconds.steady.max ?? 0)
      }

      var line: String {
        "| \(fault.rawValue) | \(moment.rawValue) | \(Int(pause)) | \(report.bots.disconnects) "
          + "| \(report.bots.resumed) | \(report.inputs.rolledBack) | \(report.inputs.lost) "
          + "| \(report.inputs.appliedTwice) | \(verdicts) |"
      }
    }

    static let head = [
      "| fault | moment | longest pause, ms | disconnected | resumed | inputs rolled back "
        + "| inputs lost | inputs twice | `pangea check` |",
      "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]

    @Test func everyFaultAtEveryMoment() async throws {
      var lines = Self.head
      for fault in Fault.allCases {
        let cluster = try await RunningCluster.start(["--gateways", "2"])
        for moment in Moment.allCases {
          let row = try await play(fault, moment, in: cluster)
          expectNothingLost(row)
          lines.append(row.line)
          print(row.line)
        }
        _ = try await cluster.stop()
      }
      let path = ProcessInfo.processInfo.environment["PANGEA_FAULTS"] ?? ""
      try lines.joined(separator: "\n").appending("\n")
        .write(toFile: path, atomically: true, encoding: .utf8)
    }

    private func play(
      _ fault: Fault, _ moment: Moment, in cluster: RunningCluster
    ) async throws -> Row {
      let bots = try await cluster.startBots(
        ["--count", "30", "--seconds", "16"] + moment.arguments)
      try await Task.sleep(for: moment == .loggingIn ? .milliseconds(300) : .seconds(4))
      let order = fault.order
      if moment == .migrating {
        let scaling = try await Pangea.start([
          "scale", "shards", "3", "--data", cluster.data,
        ])
        try await Task.sleep(for: .milliseconds(700))
        try await strike(order, cluster)
        _ = try await scaling.outcome()
      } else {
        try await strike(order, cluster)
      }
      let (report, _) = try await RunningCluster.report(of: bots)
      let check = try await Pangea.run([
        "check", "--seconds", "4", "--json", "--data", cluster.data,
      ])
      if moment == .migrating {
        _ = try await Pangea.run(["scale", "shards", "2", "--data", cluster.data])
      }
      return Row(
        fault: fault, moment: moment, report: report,
        verdicts: check.status == 0 ? "good" : "status \(check.status)")
    }

    private func strike(
      _ order: (name: String, signal: String, goesOn: Bool), _ cluster: RunningCluster
    ) async throws {
      let struck = try await Pangea.run([
        "kill", order.name, "--signal", order.signal, "--data", cluster.data,
      ])
      #expect(struck.status == 0, "\(struck.output)")
      guard order.goesOn else { return }
      try await Task.sleep(for: .seconds(5))
      _ = try await Pangea.run([
        "kill", order.name, "--signal", "CONT", "--data", cluster.data,
      ])
    }

    private func expectNothingLost(_ row: Row) {
      let report = row.report
      let name = "\(row.fault.rawValue), \(row.moment.rawValue)"
      #expect(report.violations.isEmpty, "\(name): \(report.violations.prefix(3))")
      #expect(report.inputs.lost == 0 && report.inputs.appliedTwice == 0, "\(name)")
      #expect(report.inputs.pending == 0, "\(name): \(report.inputs.pending) inputs wait")
      #expect(report.bots.connected == report.bots.requested, "\(name)")
      if !row.fault.cutsConnections { #expect(report.bots.disconnects == 0, "\(name)") }
      #expect(report.bots.resumed == report.bots.disconnects, "\(name)")
      #expect(row.verdicts == "good", "\(name)")
    }
  }
}
