import ArgumentParser
import Checker
import Cluster
import Foundation
import Logging
import Model
import NIOPosix
import ServiceLifecycle
import Storage
import Supervisor
import Telemetry

/// `pangea check`: what can be proved of a cluster from outside.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look at a cluster for some time, and say of each invariant whether it held.",
    discussion: """
      Reads the storage, and asks the running processes when the cluster of --data runs or --redis \
      is given. It changes nothing, and may run beside load and faults.

      Exit status: 0 when nothing was broken, 1 when something was, 3 when the storage could not be \
      read or nothing could be told.
      """)

  @Option(
    help: "The data folder of the cluster whose up.json says where its storage and Redis are.")
  var data = "data"

  @Option(help: "Where the durable data is: sqlite, sqlite:PATH or postgres://….")
  var storage: String?

  @Option(help: "Where Redis is: redis://…, redis+sentinel://… or redis+cluster://….")
  var redis: String?

  @Option(help: "The name that separates clusters on one Redis or network.")
  var cluster: String?

  @Option(help: "The address on which the cluster's processes reach this one.")
  var meshHost: String?

  @Flag(help: "Leave the running processes alone.")
  var storageOnly = false

  @Option(help: "For how long to look, in seconds.")
  var seconds = 3.0

  @Option(help: "What `pangea bots --confirmed` wrote down: each must be recorded as done.")
  var confirmed: String?

  @Flag(help: "Print the report as JSON.")
  var json = false

  func validate() throws {
    guard (0...86_400).contains(seconds) else {
      throw ValidationError("--seconds is 0 ... 86400.")
    }
  }

  func run() async throws {
    LineLogHandler.bootstrap(format: .text, level: .error, node: "check")
    let running = try? DataFolder(path: data).running()
    let location = try location(running)
    // To open a file that is not there would make it.
    if case .sqlite(let path) = location, !FileManager.default.fileExists(atPath: path) {
      throw StorageError.unavailable(reason: "there is no file \(path)")
    }
    let confirmed = try confirmed.map(ConfirmedJournal.read)
    let store = try await location.open(schema: .require)
    let report: CheckReport
    do {
      report = try await look(
        store, try redisAddress(running), named: running?.cluster, confirmed)
    } catch {
      await store.close()
      throw error
    }
    await store.close()
    try show(report)
  }

  private func look(
    _ store: any Store, _ redis: RedisAddress?, named name: String?, _ confirmed: [String]?
  ) async throws -> CheckReport {
    guard let redis else {
      return try await Checker(store: store, confirmed: confirmed, pause: pause)
        .run(for: .seconds(seconds))
    }
    let probe = try await probe(redis, named: given(cluster, .cluster) ?? name)
    let services = ServiceGroup(services: probe.services, logger: Logger(label: "check"))
    let running = Task { try await services.run() }
    defer { running.cancel() }
    await probe.join()
    let checker = Checker(
      store: store, probe: { await probe.look() }, confirmed: confirmed, pause: pause)
    let report = try await checker.run(for: .seconds(seconds))
    // Gives the lease back.
    await services.triggerGracefulShutdown()
    try? await running.value
    return report
  }

  private func probe(
    _ redis: RedisAddress, named name: String?
  ) async throws -> ClusterProbe {
    let name = try Setting.cluster.required(name)
    guard let cluster = ClusterName(name) else {
      throw ValidationError("'\(name)' is no name of a cluster: letters, digits, '-', '_', '.'.")
    }
    let group = MultiThreadedEventLoopGroup.singleton
    return try await ClusterProbe(
      admin: AdminID(UInt32.random(in: Self.numbers)),
      incarnation: Incarnation(UInt64(WallClock.microseconds)), redis: redis, cluster: cluster,
      host: try Setting.meshHost.required(meshHost), group: group, logger: Logger(label: "check"))
  }

  /// Above those that admin processes may have.
  private static let numbers: ClosedRange<UInt32> = 2_000_000...2_999_999

  /// A second between two looks, or less when there is little time.
  private var pause: Duration { .seconds(min(1, max(0.1, seconds / 2))) }

  /// What the command says, what the running cluster says, or the folder's own file.
  private func location(_ running: UpDocument?) throws -> StoreLocation {
    if let named = given(storage, Setting.storage) { return try StoreLocation(checking: named) }
    if let running { return try StoreLocation(checking: running.storage) }
    return try StoreLocation.parse("sqlite", dataFolder: data)
  }

  private func redisAddress(_ running: UpDocument?) throws -> RedisAddress? {
    if storageOnly { return nil }
    return try (given(redis, Setting.redis) ?? running?.redis).map(RedisAddress.init(checking:))
  }

  /// A setting that the command or the environment names; its default would be somebody else's.
  private func given(_ flag: String?, _ setting: Setting) -> String? {
    let value = flag ?? ProcessInfo.processInfo.environment[setting.environment]
    return value?.isEmpty == false ? value : nil
  }

  private func show(_ report: CheckReport) throws {
    if json { print(try report.json) } else { report.lines.forEach { print($0) } }
    guard report.isMeasured else { throw ExitCode(3) }
    guard report.ok else { throw ExitCode(1) }
  }
}
