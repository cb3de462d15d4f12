import Cluster
import Foundation
import Model
import Wire

extension ClusterStatus {
  /// Puts together what nodes said and what this process knows without asking.
  init(
    nodes: [NodeRecord], replies: [NodeID: StatusReply], owned: [RegionID: DirectoryEntry],
    planned: [RegionID: ShardID], collectedAt: Date
  ) {
    let records = Dictionary(nodes.map { ($0.node, $0) }) { $1 }
    var shardIDs = Set(planned.values).union(owned.values.map(\.shard))
    var gatewayIDs: Set<GatewayID> = []
    var adminIDs: Set<AdminID> = []
    for node in records.keys {
      switch node {
      case .shard(let id): shardIDs.insert(id)
      case .gateway(let id): gatewayIDs.insert(id)
      case .admin(let id): adminIDs.insert(id)
      }
    }
    shards = shardIDs.sorted().map { Shard($0, records[.shard($0)], replies[.shard($0)]) }
    gateways = gatewayIDs.sorted().map {
      Gateway($0, records[.gateway($0)], replies[.gateway($0)])
    }
    admins = adminIDs.sorted().map { Node(.admin($0), records[.admin($0)], replies[.admin($0)]) }
    regions = Self.regions(owned, planned, replies)
    let expected = Set(records.keys).union(shardIDs.map { .shard($0) })
    unreachable = expected.filter { replies[$0] == nil }.map(\.description).sorted()
    self.collectedAt = Int64(collectedAt.timeIntervalSince1970 * 1000)
    totals = Totals(shards: shards, gateways: gateways, regions: regions)
  }

  /// Regions of plan, directory and answers. Of two shards that both report a region, the one with
  /// the higher epoch is right.
  private static func regions(
    _ owned: [RegionID: DirectoryEntry], _ planned: [RegionID: ShardID],
    _ replies: [NodeID: StatusReply]
  ) -> [Region] {
    var reported: [RegionID: (shard: ShardID, status: RegionStatus)] = [:]
    for case (.shard(let shard), let reply) in replies {
      for status in reply.regions
      where reported[status.region]?.status.epoch ?? .none <= status.epoch {
        reported[status.region] = (shard, status)
      }
    }
    let all = Set(owned.keys).union(planned.keys).union(reported.keys)
    return all.sorted().map { id in
      var region = Region(id, planned: planned[id])
      if let entry = owned[id] {
        region.shard = entry.shard.description
        region.epoch = entry.epoch.rawValue
      }
      if let (shard, status) = reported[id], status.epoch.rawValue >= region.epoch {
        region.shard = shard.description
        region.take(status)
      }
      return region
    }
  }
}

extension ClusterStatus.Node {
  fileprivate init(_ id: NodeID, _ record: NodeRecord?, _ reply: StatusReply?) {
    name = id.description
    alive = record != nil
    incarnation = reply?.incarnation.rawValue ?? record?.incarnation.rawValue
    address = record?.mesh.description
    uptimeMs = reply?.uptimeMilliseconds
    memoryBytes = reply?.memoryBytes
    cpuMs = reply?.cpuMilliseconds
  }
}

extension ClusterStatus.Shard {
  fileprivate init(_ id: ShardID, _ record: NodeRecord?, _ reply: StatusReply?) {
    node = ClusterStatus.Node(.shard(id), record, reply)
    regions = reply?.regions.count
    players = reply?.regions.reduce(0) { $0 + Int($1.players) }
    handoffs = reply.map {
      ClusterStatus.Handoffs(
        started: $0.handoffsStarted, completed: $0.handoffsCompleted,
        refused: $0.handoffsRefused, crossShard: $0.handoffsCrossShard)
    }
  }
}

extension ClusterStatus.Gateway {
  fileprivate init(_ id: GatewayID, _ record: NodeRecord?, _ reply: StatusReply?) {
    node = ClusterStatus.Node(.gateway(id), record, reply)
    sessions = reply.map { Int($0.sessions) }
    connections = reply.map { Int($0.connections) }
  }
}

extension ClusterStatus.Region {
  fileprivate init(_ id: RegionID, planned: ShardID?) {
    self.id = id.description
    map = Int(id.map.rawValue)
    column = Int(id.column)
    row = Int(id.row)
    self.planned = planned?.description
    epoch = 0
  }

  fileprivate mutating func take(_ status: RegionStatus) {
    epoch = status.epoch.rawValue
    players = Int(status.players)
    ghosts = Int(status.ghosts)
    tick = status.tick.rawValue
    tickP50Ms = Double(status.tickP50Microseconds) / 1000
    tickP99Ms = Double(status.tickP99Microseconds) / 1000
    tickMaxMs = Double(status.tickMaxMicroseconds) / 1000
    handoffsPending = Int(status.handoffsPending)
    farUpdateTicks = Int(status.farUpdateTicks)
    timePercent = status.timePercent == 0 ? nil : Int(status.timePercent)
    queuedLogin = Int(status.queuedLogin)
    queuedBorder = Int(status.queuedBorder)
  }
}

extension ClusterStatus.Totals {
  fileprivate init(
    shards: [ClusterStatus.Shard], gateways: [ClusterStatus.Gateway],
    regions: [ClusterStatus.Region]
  ) {
    self.shards = shards.count { $0.node.alive }
    self.gateways = gateways.count
    self.regions = regions.count
    regionsWithoutShard = regions.count { $0.shard == nil }
    players = regions.reduce(0) { $0 + ($1.players ?? 0) }
    sessions = gateways.reduce(0) { $0 + ($1.sessions ?? 0) }
    connections = gateways.reduce(0) { $0 + ($1.connections ?? 0) }
    for done in shards.compactMap(\.handoffs) {
      handoffs.started += done.started
      handoffs.completed += done.completed
      handoffs.refused += done.refused
      handoffs.crossShard += done.crossShard
    }
  }
}
