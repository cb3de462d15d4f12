import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func statusRequest(_ m: Pangea__StatusRequest) -> StatusRequest {
    StatusRequest(id: m.id, admin: AdminID(m.admin))
  }

  static func statusReply(_ m: Pangea__StatusReply) throws(WireError) -> StatusReply {
    var reply = StatusReply(
      id: m.id, node: try node(m.node), incarnation: Incarnation(m.incarnation))
    reply.uptimeMilliseconds = m.uptime_ms
    reply.regions = try map(m.n_region, m.region, regionStatus)
    reply.sessions = m.sessions
    reply.connections = m.connections
    reply.handoffsStarted = m.handoffs_started
    reply.handoffsCompleted = m.handoffs_completed
    reply.handoffsRefused = m.handoffs_refused
    reply.handoffsCrossShard = m.handoffs_cross_shard
    reply.memoryBytes = m.memory_bytes
    reply.cpuMilliseconds = m.cpu_ms
    return reply
  }

  private static func regionStatus(_ m: Pangea__RegionStatus) -> RegionStatus {
    var status = RegionStatus(region: RegionID(rawValue: m.region), epoch: Epoch(m.epoch))
    status.players = m.players
    status.ghosts = m.ghosts
    status.tick = Tick(m.tick)
    status.tickP50Microseconds = m.tick_p50_us
    status.tickP99Microseconds = m.tick_p99_us
    status.tickMaxMicroseconds = m.tick_max_us
    status.handoffsPending = m.handoffs_pending
    status.farUpdateTicks = m.far_update_ticks
    status.timePercent = m.time_percent
    status.queuedLogin = m.queued_login
    status.queuedBorder = m.queued_border
    return status
  }
}
