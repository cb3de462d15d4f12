import Cluster
import Model
import Wire
import World

/// One region's share of a status report.
struct RegionReport: Sendable {
  let status: RegionStatus
  /// Events that wait for it.
  let mail: Int
}

/// How a shard is: what admin processes and metrics are told.
public struct StatusReport: Sendable {
  public let uptime: BootTime.Span
  public private(set) var regions: [RegionStatus] = []
  public let handoffsStarted: UInt64
  public let handoffsCompleted: UInt64
  public let handoffsRefused: UInt64
  /// Taken back in storage, after silence.
  public let handoffsRevoked: UInt64
  public let handoffsCrossShard: UInt64
  /// What waits in queues of this process, by their names.
  public private(set) var queues: [String: Int]

  /// - Parameter handoffs: of all regions that the process ever had.
  init(
    uptime: BootTime.Span, handoffs: HandoffTotals.Count = HandoffTotals.Count(),
    queues: [String: Int] = [:]
  ) {
    self.uptime = uptime
    self.queues = queues
    handoffsStarted = handoffs.started
    handoffsCompleted = handoffs.completed
    handoffsRefused = handoffs.refused
    handoffsRevoked = handoffs.revoked
    handoffsCrossShard = handoffs.crossShard
  }

  mutating func add(_ region: RegionReport) {
    regions.append(region.status)
    queues["region_mail", default: 0] += region.mail
  }

  func reply(id: UInt64, node: NodeID, incarnation: Incarnation) -> StatusReply {
    var reply = StatusReply(id: id, node: node, incarnation: incarnation)
    reply.uptimeMilliseconds = UInt64(uptime.microseconds / 1000)
    reply.regions = regions
    reply.handoffsStarted = handoffsStarted
    reply.handoffsCompleted = handoffsCompleted
    reply.handoffsRefused = handoffsRefused
    reply.handoffsCrossShard = handoffsCrossShard
    return reply
  }
}

extension Region {
  /// How this region is.
  func report() -> RegionReport {
    var status = RegionStatus(region: id, epoch: epoch)
    status.players = UInt32(authority.characterCount)
    status.ghosts = UInt32(simulation.ghostCount)
    status.tick = lastTick
    let percentiles = times.percentiles()
    status.tickP50Microseconds = percentiles.p50
    status.tickP99Microseconds = percentiles.p99
    status.tickMaxMicroseconds = percentiles.max
    status.handoffsPending = UInt32(authority.handoffsPending)
    status.farUpdateTicks = UInt32(pace.interval)
    status.timePercent = time.percent
    let now = services.clock.now
    status.queuedLogin = UInt32(admissions.count(at: .login, now: now))
    status.queuedBorder = UInt32(admissions.count(at: .border, now: now))
    return RegionReport(status: status, mail: mailbox.count)
  }
}
