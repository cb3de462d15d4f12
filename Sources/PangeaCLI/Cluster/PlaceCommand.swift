import ArgumentParser
import Cluster
import Logging
import Storage
import Supervisor
import Telemetry

/// `pangea place`: the placement plan of a cluster whose roles are started one by one.
struct PlaceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "place",
    abstract: "Plan which of so many shards simulates which region.",
    discussion: """
      Brings the storage's schema up to date, stores the plan there and tells Redis. `pangea up` \
      and `pangea scale` do this by themselves.
      """)

  @Option(help: "How many shards, numbered from 1.")
  var shards: Int

  @Option(help: "The name that separates clusters on one Redis or network.")
  var cluster: String?

  @Option(help: "Where Redis is: redis://…, redis+sentinel://… or redis+cluster://….")
  var redis: String?

  @Option(help: "Where the durable data is: sqlite, sqlite:PATH or postgres://….")
  var storage: String?

  @Option(help: "The folder of the world's content.")
  var content: String?

  func validate() throws {
    guard (1...10_000).contains(shards) else {
      throw ValidationError("--shards is 1 ... 10000.")
    }
  }

  func run() async throws {
    LineLogHandler.bootstrap(format: .text, level: .warning, node: "place")
    let stores = ClusterHooks.Stores(
      redis: try Setting.redis.required(redis), storage: try Setting.storage.required(storage),
      cluster: try Setting.cluster.required(cluster))
    let placer = Placer(
      content: try Setting.content.required(content), logger: Logger(label: "place"))
    try await placer.place(shards: shards, stores)
    print("\(shards) shards have their regions")
  }
}
