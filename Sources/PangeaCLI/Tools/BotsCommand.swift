import ArgumentParser
import Bots
import Foundation
import Logging
import Supervisor
import Telemetry

/// `pangea bots`: a swarm of real clients that proves loss and doubling.
struct BotsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bots",
    abstract: "Play with many clients at once, and check that nothing is lost or doubled.",
    discussion: """
      Exit status: 0 when every check held, 1 when one did not, 3 when nobody connected or, with \
      --cross, nobody crossed.
      """)

  /// The two ways to a gateway.
  enum Transport: String, ExpressibleByArgument, CaseIterable { case ws, tcp }

  @Option(help: "How many bots.")
  var count = 100

  @Option(help: "How long they play, in seconds; 0: until they are told to stop.")
  var seconds = 60.0

  @Flag(help: "Walk over borders on purpose, about once a second.")
  var cross = false

  @Flag(help: "Look for creatures and fight them.")
  var fight = false

  @Flag(
    help: """
      Fight, pick up what lies near, use what may heal when hurt, and check that what they own \
      follows from the answers to their requests.
      """)
  var loot = false

  @Flag(help: "Stay near where they come into the world, as a crowd in one view.")
  var gather = false

  @Option(help: "Where their paths and pauses come from.")
  var seed: UInt64 = 1

  @Option(help: "ws or tcp, when no --addr is given.")
  var transport = Transport.ws

  @Option(help: "ws://host:port/play or tcp://host:port; may be repeated.")
  var addr: [String] = []

  @Option(help: "The data folder of the cluster whose up.json says where gateways are.")
  var data = "data"

  @Option(help: "How many bots log in per second.")
  var loginsPerSecond = 100.0

  @Option(help: "Threads that play.")
  var threads = 1

  @Option(
    help: """
      With --loot, a file to write down what they were told is done, a line each: see \
      `pangea check --confirmed`.
      """)
  var confirmed: String?

  @Flag(help: "Print the report as JSON.")
  var json = false

  @Option(help: "trace, debug, info, notice, warning, error or critical.")
  var logLevel: String?

  @Option(help: "json, one object a line, or text for a terminal.")
  var logFormat: String?

  func validate() throws {
    guard (1...100_000).contains(count) else {
      throw ValidationError("--count is 1 ... 100000.")
    }
    guard seconds >= 0, loginsPerSecond > 0, (1...64).contains(threads) else {
      throw ValidationError("--seconds, --logins-per-second and --threads are positive.")
    }
    guard confirmed == nil || loot else { throw ValidationError("--confirmed goes with --loot.") }
    guard !gather || !cross && !fight && !loot else {
      throw ValidationError("--gather goes without --cross, --fight and --loot.")
    }
  }

  func run() async throws {
    LineLogHandler.bootstrap(
      format: LogFormat(rawValue: logFormat ?? "text") ?? .text,
      level: Logger.Level(rawValue: logLevel ?? "warning") ?? .warning, node: "bots")
    var configuration = BotsConfiguration(
      addresses: try addresses(), count: count,
      seconds: seconds > 0 ? seconds : Self.untilToldSeconds,
      cross: cross, fight: fight, loot: loot, gather: gather, seed: seed,
      loginsPerSecond: loginsPerSecond)
    configuration.threads = threads
    let journal = try confirmed.map(ConfirmedJournal.init)
    let report = await play(configuration, journal)
    try show(report)
    if report.bots.connected == 0 || (cross && report.handoffs.completed == 0) {
      throw ExitCode(3)
    }
    if !report.ok { throw ExitCode(1) }
  }

  /// Ten years.
  private static let untilToldSeconds = 315_360_000.0

  /// Plays for the time given, or until SIGINT or SIGTERM.
  private func play(
    _ configuration: BotsConfiguration, _ journal: ConfirmedJournal?
  ) async -> BotsReport {
    let playing = Task {
      await BotSwarm.run(configuration) { operation in journal?.note(operation) }
    }
    let signals = SignalWatch { _ in playing.cancel() }
    defer { signals.cancel() }
    return await playing.value
  }

  private func addresses() throws -> [BotAddress] {
    if addr.isEmpty { return try addressesOfCluster() }
    return try addr.map { text in
      guard let address = BotAddress(text) else {
        throw ValidationError("'\(text)' is no address: ws://host:port/play or tcp://host:port.")
      }
      return address
    }
  }

  private func addressesOfCluster() throws -> [BotAddress] {
    try DataFolder(path: data).running().gateways.compactMap { gateway in
      switch transport {
      case .ws: BotAddress("ws" + gateway.play.dropFirst("http".count) + "play")
      case .tcp: BotAddress(gateway.tcp.contains("://") ? gateway.tcp : "tcp://\(gateway.tcp)")
      }
    }
  }

  private func show(_ report: BotsReport) throws {
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(report), as: UTF8.self))
    } else {
      for line in report.lines { print(line) }
    }
  }
}
