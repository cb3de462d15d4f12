import Model
import Shard
import Telemetry
import Wire

/// A shard's status as metrics: totals, and players and tick times of each region.
enum ShardFigures {
  static func figures(_ report: StatusReport) -> [MetricRegistry.Figure] {
    var figures: [MetricRegistry.Figure] = [
      .init("pangea_handoffs_started_total", .counter, Double(report.handoffsStarted)),
      .init("pangea_handoffs_completed_total", .counter, Double(report.handoffsCompleted)),
      .init("pangea_handoffs_refused_total", .counter, Double(report.handoffsRefused)),
      .init("pangea_handoffs_revoked_total", .counter, Double(report.handoffsRevoked)),
      .init("pangea_handoffs_cross_shard_total", .counter, Double(report.handoffsCrossShard)),
    ]
    for (queue, count) in report.queues.sorted(by: { $0.key < $1.key }) {
      figures.append(
        .init("pangea_queue_waiting", .gauge, Double(count), labels: [("queue", queue)]))
    }
    for region in report.regions {
      let labels = [("region", region.region.description)]
      figures += [
        .init("pangea_region_players", .gauge, Double(region.players), labels: labels),
        .init("pangea_region_ghosts", .gauge, Double(region.ghosts), labels: labels),
        .init(
          "pangea_region_far_update_ticks", .gauge, Double(region.farUpdateTicks), labels: labels),
        .init(
          "pangea_region_time_speed", .gauge, Double(region.timePercent) / 100, labels: labels),
        .init(
          "pangea_region_queued", .gauge, Double(region.queuedLogin),
          labels: labels + [("place", "login")]),
        .init(
          "pangea_region_queued", .gauge, Double(region.queuedBorder),
          labels: labels + [("place", "border")]),
        .init("pangea_region_epoch", .gauge, Double(region.epoch.rawValue), labels: labels),
        .init(
          "pangea_region_tick_p99_seconds", .gauge, Double(region.tickP99Microseconds) / 1e6,
          labels: labels),
        .init(
          "pangea_region_handoffs_pending", .gauge, Double(region.handoffsPending),
          labels: labels),
      ]
    }
    return figures
  }
}
