import ArgumentParser
import Cluster
import Foundation
import Logging
import Storage
import Supervisor
import Telemetry

/// `pangea up`: a whole cluster on one machine, as real child processes.
struct UpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up",
    abstract: "Start a whole cluster on this machine; Ctrl-C ends it.",
    discussion: """
      Starts its own Redis (or uses the one of --redis), shards, gateways, an admin process and \
      bots. Data lasts in the data folder; up.json there says what runs and where. Exit status: 2 \
      for wrong flags, 3 when something could not start.
      """)

  @Option(help: "How many shards.")
  var shards = 2

  @Option(help: "How many gateways.")
  var gateways = 1

  @Option(help: "How many bots walk about; 0 for none.")
  var bots = 30

  @Option(help: "The public port; the others follow from it. 0 for any that are free.")
  var port = PublicPorts.usual

  @Option(help: "The address that players and GMs reach.")
  var bind = "127.0.0.1"

  @Option(help: "The folder where data lasts.")
  var data = "data"

  @Flag(help: "Start with an empty world.")
  var fresh = false

  @Option(
    help: "sqlite, in the data folder, or postgres://…, which may stand in PANGEA_STORAGE too.")
  var storage: String?

  @Option(
    help: "A Redis of yours instead of its own; the URL may stand in PANGEA_REDIS too.")
  var redis: String?

  @Option(help: "The name that separates clusters on one Redis or network.")
  var cluster: String?

  @Option(help: "The folder of the world's content.")
  var content: String?

  @Option(help: "trace, debug, info, notice, warning, error or critical.")
  var logLevel = "info"

  func validate() throws {
    guard (1...SupervisorLimits.shardsMax).contains(shards) else {
      throw ValidationError("--shards is 1 ... \(SupervisorLimits.shardsMax).")
    }
    guard (1...SupervisorLimits.gatewaysMax).contains(gateways) else {
      throw ValidationError("--gateways is 1 ... \(SupervisorLimits.gatewaysMax).")
    }
    guard (0...10_000).contains(bots) else { throw ValidationError("--bots is 0 ... 10000.") }
    guard port == 0 || (1024...PublicPorts.playMax).contains(port) else {
      throw ValidationError("--port is 0 or 1024 ... \(PublicPorts.playMax).")
    }
    guard Logger.Level(rawValue: logLevel) != nil else {
      throw ValidationError("'\(logLevel)' is no log level.")
    }
  }

  func run() async throws {
    LineLogHandler.bootstrap(format: .text, level: .warning, node: "up")
    let stream = LogStream()
    let settings = try settings()
    let content = ContentFolder.path(content)
    let placer = Placer(content: content, logger: Logger(label: "up"))
    let hooks = ClusterHooks(
      adopt: { stores in try await ForeignRedis(logger: Logger(label: "up")).adopt(stores) },
      prepare: { shards, stores in
        _ = try Bundle.build(content: content, to: settings.data.bundle)
        try await placer.place(shards: shards, stores)
      },
      ready: { document in
        for line in Welcome.lines(document, shards: settings.shards) {
          stream.write(line, from: "up")
        }
      })
    let cluster = LocalCluster(settings: settings, hooks: hooks, stream: stream)
    let signals = SignalWatch { count in
      if count == 1 { cluster.stop() } else { Task { await cluster.stopNow() } }
    }
    defer { signals.cancel() }
    defer { stream.flush() }
    try await cluster.run()
  }

  private func settings() throws -> ClusterSettings {
    var settings = ClusterSettings(
      data: DataFolder(path: data), executable: ownExecutable())
    settings.shards = shards
    settings.gateways = gateways
    settings.bots = bots
    settings.ports = PublicPorts(play: port)
    settings.bind = bind
    settings.fresh = fresh
    settings.storage = try storageKind()
    settings.redis = try foreignRedis()
    settings.name = try clusterName()
    settings.logLevel = logLevel
    settings.content = ContentFolder.path(content)
    settings.admin = try credentials()
    return settings
  }

  /// A Redis that the command or the environment names; the default would be somebody else's.
  private func foreignRedis() throws -> String? {
    let url = redis ?? ProcessInfo.processInfo.environment[Setting.redis.environment]
    guard let url, !url.isEmpty else { return nil }
    _ = try RedisAddress(checking: url)
    return url
  }

  private func clusterName() throws -> String {
    let name = try Setting.cluster.required(cluster)
    guard ClusterName(name) != nil else {
      throw ValidationError("'\(name)' is no name of a cluster: letters, digits, '-', '_', '.'.")
    }
    return name
  }

  private func storageKind() throws -> ClusterSettings.Storage {
    let text = try Setting.storage.required(storage)
    if text.lowercased() == "sqlite" { return .sqlite }
    guard case .postgreSQL = try StoreLocation(checking: text) else {
      throw ValidationError("--storage (PANGEA_STORAGE) is sqlite or postgres://… here.")
    }
    guard !fresh else {
      throw ValidationError(
        "--fresh does not empty PostgreSQL; `pangea migrate down --to 0 --storage …` does.")
    }
    return .postgres(url: text)
  }

  /// Made up at every start on the loopback; given by whoever opens the cluster to others.
  private func credentials() throws -> UpDocument.Credentials? {
    if let user = Setting.adminUser.value(nil), let password = Setting.adminPassword.value(nil) {
      return UpDocument.Credentials(user: user, password: password)
    }
    guard ["127.0.0.1", "localhost", "::1"].contains(bind) else {
      throw ValidationError(
        "--bind \(bind) opens the cluster to others: set PANGEA_ADMIN_USER and "
          + "PANGEA_ADMIN_PASSWORD.")
    }
    return nil
  }
}

/// The path of this executable, which children run too.
func ownExecutable() -> String {
  (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    ?? CommandLine.arguments[0]
}
