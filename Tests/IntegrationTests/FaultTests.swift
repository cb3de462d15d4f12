import Bots
import Foundation
import Testing

@testable import Supervisor

/// Faults on real processes at bad moments, as a table: `make faults`. It takes long, so it is no
/// part of the other tests.
///
/// `PANGEA_FAULTS` is the table's file. With `PANGEA_FAULTS_STORAGE` the cluster stands on that
/// PostgreSQL, and with `PANGEA_FAULTS_RESTART`, a command that restarts it, on a storage that ends.
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
      case restartStorage = "storage restarted"

      /// Those that can be done here.
      static var possible: [Fault] {
        allCases.filter { $0 != .restartStorage || FaultTests.setting("RESTART") != nil }
      }

      /// The process, the signal, and whether it goes on five seconds later; nil: it is no process
      /// of the cluster.
      var order: (name: String, signal: String, goesOn: Bool)? {
        switch self {
        case .killShard: ("shard-2", "KILL", false)
        case .pauseShard: ("shard-2", "STOP", true)
        case .stopShard: ("shard-2", "TERM", false)
        case .killGateway: ("gateway-1", "KILL", false)
        case .killRedis: ("redis", "KILL", false)
        case .pauseRedis: ("redis", "STOP", true)
        case .killAdmin: ("admin-1", "KILL", false)
        case .restartStorage: nil
        }
      }

      /// Whether connections are lost with the process.
      var cutsConnections: Bool { self == .killGateway }
    }

    enum Moment: String, CaseIterable, Sendable {
      case idle, crossing, fighting, dealing, migrating
      case loggingIn = "logging in"

      var arguments: [String] {
        switch self {
        case .idle, .loggingIn: []
        case .crossing, .migrating: ["--cross"]
        case .fighting: ["--fight"]
        case .dealing: ["--loot"]
        }
      }
    }

    struct Row: Sendable {
      var fault: Fault
      var moment: Moment
      var report: BotsReport
      /// From the fault until every process was ready again.
      var recovery: Duration
      var verdicts: String

      var pause: Double {
        max(
          report.gapMilliseconds.handoff.max ?? 0, report.gapMilliseconds.steady.max ?? 0)
      }

      var line: String {
        "| \(fault.rawValue) | \(moment.rawValue) | \(Int(recovery / .milliseconds(1))) "
          + "| \(Int(pause)) | \(report.bots.disconnects) "
          + "| \(report.bots.resumed) | \(report.inputs.rolledBack) | \(report.inputs.lost) "
          + "| \(report.inputs.appliedTwice) | \(verdicts) |"
      }
    }

    static let head = [
      "| fault | moment | all ready again, ms | longest pause, ms | disconnected | resumed | inputs rolled back "
        + "| inputs lost | inputs twice | `pangea check` |",
      "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]

    @Test func everyFaultAtEveryMoment() async throws {
      var lines = Self.head
      let path = ProcessInfo.processInfo.environment["PANGEA_FAULTS"] ?? ""
      let storage = Self.setting("STORAGE").map { ["--storage", $0] } ?? []
      for fault in Fault.possible {
        let cluster = try await RunningCluster.start(["--gateways", "2"] + storage)
        for moment in Moment.allCases {
          let row = try await play(fault, moment, in: cluster)
          expectNothingLost(row)
          lines.append(row.line)
          // After each row: whoever stops this has what was seen.
          try lines.joined(separator: "\n").appending("\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        }
        _ = try await cluster.stop()
      }
    }

    private func play(
      _ fault: Fault, _ moment: Moment, in cluster: RunningCluster
    ) async throws -> Row {
      let bots = try await cluster.startBots(
        ["--count", "30", "--seconds", "16"] + moment.arguments)
      try await Task.sleep(for: moment == .loggingIn ? .milliseconds(300) : .seconds(4))
      let began = ContinuousClock.now
      let before = try cluster.document().processes
      let recovery: Duration
      if moment == .migrating {
        let scaling = try await Pangea.start([
          "scale", "shards", "3", "--data", cluster.data,
        ])
        try await Task.sleep(for: .milliseconds(700))
        try await strike(fault, cluster)
        recovery = try await ready(cluster, after: fault, since: began, before)
        _ = try await scaling.outcome()
      } else {
        try await strike(fault, cluster)
        recovery = try await ready(cluster, after: fault, since: began, before)
      }
      let (report, _) = try await RunningCluster.report(of: bots)
      let check = try await Pangea.run([
        "check", "--seconds", "4", "--json", "--data", cluster.data,
      ])
      if moment == .migrating {
        _ = try await Pangea.run(["scale", "shards", "2", "--data", cluster.data])
      }
      return Row(
        fault: fault, moment: moment, report: report, recovery: recovery,
        verdicts: check.status == 0 ? "good" : "status \(check.status)")
    }

    fileprivate static func setting(_ name: String) -> String? {
      ProcessInfo.processInfo.environment["PANGEA_FAULTS_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Waits until what ended was started again, and everything is ready.
    private func ready(
      _ cluster: RunningCluster, after fault: Fault, since began: ContinuousClock.Instant,
      _ before: [UpDocument.Process]
    ) async throws -> Duration {
      let ended = fault.order.flatMap { order in
        order.goesOn ? nil : before.first { $0.name == order.name }
      }
      while true {
        let now = try cluster.document().processes
        let isReplaced = ended.map { old in !now.contains { $0.pid == old.pid } } ?? true
        if isReplaced, now.allSatisfy({ $0.state == .ready }) { return ContinuousClock.now - began }
        try await Task.sleep(for: .milliseconds(20))
      }
    }

    private func strike(_ fault: Fault, _ cluster: RunningCluster) async throws {
      guard let order = fault.order else {
        let command = try #require(Self.setting("RESTART"))
        let shell = try await RunningCommand.start(
          URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", command],
          environment: ProcessInfo.processInfo.environment)
        #expect(try await shell.outcome().status == 0)
        return
      }
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
