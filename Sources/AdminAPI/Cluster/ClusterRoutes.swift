import Hummingbird

extension AdminFeature {
  /// The view of the whole cluster.
  public static func cluster(_ collector: StatusCollector) -> AdminFeature {
    AdminFeature([
      AdminRoute(
        method: .get, path: "/api/cluster", permission: .viewCluster,
        summary: "Shards, gateways and regions with their figures, and who did not answer.",
        answer: ClusterStatus.shape
      ) { _ in .whole(.ok, "application/json", try await collector.collect().json) }
    ])
  }
}

extension ClusterStatus {
  private static let count = JSONShape.integer(min: 0)

  private static let node: [JSONShape.Member] = [
    .init("name", .text()), .init("alive", .flag, "It has a lease."),
    .init("incarnation", count, isRequired: false, "Which run of it: microseconds since 1970."),
    .init("address", .text(), isRequired: false, "Where its mesh listens."),
    .init("uptime_ms", count, isRequired: false), .init("memory_bytes", count, isRequired: false),
    .init("cpu_ms", count, isRequired: false),
  ]

  private static let handoffs = JSONShape.object([
    .init("started", count), .init("completed", count), .init("refused", count),
    .init("cross_shard", count),
  ])

  private static let region = JSONShape.object([
    .init("id", .text(), "map:column,row"), .init("map", count), .init("column", count),
    .init("row", count), .init("shard", .text(), isRequired: false, "Who simulates it."),
    .init("planned", .text(), isRequired: false, "Who should, by the plan."),
    .init("epoch", count), .init("players", count, isRequired: false),
    .init("ghosts", count, isRequired: false), .init("tick", count, isRequired: false),
    .init("tick_p50_ms", .number, isRequired: false),
    .init("tick_p99_ms", .number, isRequired: false),
    .init("tick_max_ms", .number, isRequired: false),
    .init("handoffs_pending", count, isRequired: false),
    .init(
      "far_update_ticks", count, isRequired: false,
      "movements far from a player are told every so many ticks; more than 1 under load"),
    .init(
      "time_percent", count, isRequired: false,
      "how fast game time goes; less than 100 under load"),
    .init("queued_login", count, isRequired: false, "wait in line to log in"),
    .init("queued_border", count, isRequired: false, "wait in line at its borders"),
  ])

  private static let totals = JSONShape.object([
    .init("shards", count), .init("gateways", count), .init("regions", count),
    .init("regions_without_shard", count), .init("players", count), .init("sessions", count),
    .init("connections", count), .init("handoffs", handoffs),
  ])

  /// What `json` writes.
  static let shape = JSONShape.object([
    .init("schema", .text(choices: ["pangea.cluster/1"])), .init("collected_at", .moment),
    .init("tick_budget_ms", .number, "How long a tick may take."),
    .init(
      "shards",
      .list(
        .object(
          node + [
            .init("regions", count, isRequired: false),
            .init("players", count, isRequired: false),
            .init("handoffs", handoffs, isRequired: false),
          ]))),
    .init(
      "gateways",
      .list(
        .object(
          node + [
            .init("sessions", count, isRequired: false),
            .init("connections", count, isRequired: false),
          ]))),
    .init("admins", .list(.object(node))), .init("regions", .list(region, max: 100_000)),
    .init("totals", totals),
    .init("unreachable", .list(.text()), "Nodes that should be there and did not answer."),
  ])
}
