import Cluster
import Model
import Wire
import World

/// One region's share of a status report.
struct RegionReport: Sendable {
  let status: RegionStatus
  let authority: AuthorityCounters
  let counts: RegionCounts
}

/// How a shard is: what admin processes and metrics are told.
public struct StatusReport: Sendable {
  public let uptime: BootTime.Span
  public private(set) var regions: [RegionStatus] = []
  public private(set) var handoffsStarted: UInt64 = 0
  public private(set) var handoffsCompleted: UInt64 = 0
  public private(set) var handoffsRefused: UInt64 = 0
  public private(set) var handoffsCrossShard: UInt64 = 0

  init(uptime: BootTime.Span) { self.uptime = uptime }

  mutating func add(_ region: RegionReport) {
    regions.append(region.status)
    handoffsStarted += region.authority.offersMade
    handoffsCompleted += region.authority.offersCompleted
    handoffsRefused += region.authority.offersRefused
    handoffsCrossShard += region.counts.handoffsCrossShard
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
    return RegionReport(status: status, authority: authority.counters, counts: counts)
  }
}
