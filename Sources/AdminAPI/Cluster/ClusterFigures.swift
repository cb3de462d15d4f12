import Metrics
import ServiceLifecycle

/// Totals of the whole cluster as metrics of the admin process, by asking every node every now and
/// then: a scrape itself asks nobody.
public struct ClusterFigures: Service {
  private let collector: StatusCollector
  private let pause: Duration
  private let shards = Gauge(label: "pangea_cluster_shards")
  private let gateways = Gauge(label: "pangea_cluster_gateways")
  private let regions = Gauge(label: "pangea_cluster_regions")
  private let unowned = Gauge(label: "pangea_cluster_regions_without_shard")
  private let players = Gauge(label: "pangea_cluster_players")
  private let sessions = Gauge(label: "pangea_cluster_sessions")
  private let connections = Gauge(label: "pangea_cluster_connections")
  private let unreachable = Gauge(label: "pangea_cluster_nodes_unreachable")

  public init(collector: StatusCollector, pause: Duration = .seconds(5)) {
    self.collector = collector
    self.pause = pause
  }

  public func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        record(await collector.collect())
        try await Task.sleep(for: pause)
      }
    }
  }

  func record(_ status: ClusterStatus) {
    let totals = status.totals
    shards.record(totals.shards)
    gateways.record(totals.gateways)
    regions.record(totals.regions)
    unowned.record(totals.regionsWithoutShard)
    players.record(totals.players)
    sessions.record(totals.sessions)
    connections.record(totals.connections)
    unreachable.record(status.unreachable.count)
  }
}
