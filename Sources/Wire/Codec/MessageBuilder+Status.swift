import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func statusRequest(_ m: StatusRequest) -> UnsafeMutablePointer<Pangea__StatusRequest> {
    let message = make(pangea__status_request__init)
    message.pointee.id = m.id
    message.pointee.admin = m.admin.rawValue
    return message
  }

  func statusReply(_ m: StatusReply) -> UnsafeMutablePointer<Pangea__StatusReply> {
    let message = make(pangea__status_reply__init)
    message.pointee.id = m.id
    message.pointee.node = text(m.node.description, max: Limits.labelBytesMax)
    message.pointee.incarnation = m.incarnation.rawValue
    message.pointee.uptime_ms = m.uptimeMilliseconds
    message.pointee.n_region = m.regions.count
    message.pointee.region = messages(m.regions, regionStatus)
    message.pointee.sessions = m.sessions
    message.pointee.connections = m.connections
    message.pointee.handoffs_started = m.handoffsStarted
    message.pointee.handoffs_completed = m.handoffsCompleted
    message.pointee.handoffs_refused = m.handoffsRefused
    message.pointee.handoffs_cross_shard = m.handoffsCrossShard
    message.pointee.memory_bytes = m.memoryBytes
    message.pointee.cpu_ms = m.cpuMilliseconds
    return message
  }

  private func regionStatus(_ status: RegionStatus) -> UnsafeMutablePointer<Pangea__RegionStatus> {
    let message = make(pangea__region_status__init)
    message.pointee.region = status.region.rawValue
    message.pointee.epoch = status.epoch.rawValue
    message.pointee.players = status.players
    message.pointee.ghosts = status.ghosts
    message.pointee.tick = status.tick.rawValue
    message.pointee.tick_p50_us = status.tickP50Microseconds
    message.pointee.tick_p99_us = status.tickP99Microseconds
    message.pointee.tick_max_us = status.tickMaxMicroseconds
    message.pointee.handoffs_pending = status.handoffsPending
    message.pointee.far_update_ticks = status.farUpdateTicks
    message.pointee.time_percent = status.timePercent
    message.pointee.queued_login = status.queuedLogin
    message.pointee.queued_border = status.queuedBorder
    return message
  }
}
