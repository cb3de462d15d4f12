import ArgumentParser
import Cluster
import Content
import Model
import NIOCore
import Shard
import Storage
import Telemetry
import World

/// `pangea shard`: simulates the regions that the placement plan gives it.
struct ShardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shard", abstract: "Run a shard: the process that simulates regions.")

  @OptionGroup var options: RoleOptions

  @Option(help: "With so many players a region takes no newcomer: they wait in line.")
  var regionPlayersMax: String?

  func run() async throws {
    let settings = try options.resolved()
    let playersMax = try Setting.regionPlayers.number(regionPlayersMax, in: 1...8_000)
    let runtime = RoleRuntime(settings, node: .shard(ShardID(settings.number)))
    let content = try ContentLoader.load(root: settings.content)
    var rules = Rules()
    rules.combat = content.definitions.rules
    rules.items = content.definitions.itemRules
    let store = try await settings.storage.open()
    var configuration = ShardConfiguration(
      shard: ShardID(settings.number), incarnation: runtime.incarnation,
      cluster: settings.cluster, redis: settings.redis,
      mesh: MeshOptions(host: settings.meshHost, port: settings.meshPort),
      maps: content.maps.mapValues {
        RegionMap(
          grid: $0.regions, collision: $0.collision, rules: rules, places: $0.places)
      },
      predecessorExited: settings.predecessorExited,
      wallMicroseconds: { WallClock.microseconds })
    configuration.limits.playersMax = playersMax
    configuration.advertisedHost = settings.meshAdvertise
    configuration.tracing = runtime.tracing
    configuration.processOrders = { runtime.carryOut($0) }
    configuration.usage = { ProcessFigures.now().usage }
    let server = try await ShardServer.start(
      configuration, store: store, group: runtime.group, logger: runtime.logger)
    runtime.readiness.add("shard") {
      let problems = await server.problems()
      return problems.isEmpty ? nil : problems.joined(separator: "; ")
    }
    runtime.registry.add { ShardFigures.figures(server.lastStatus) }
    try await runtime.run([server])
    await store.close()
    try await runtime.group.shutdownGracefully()
  }
}
