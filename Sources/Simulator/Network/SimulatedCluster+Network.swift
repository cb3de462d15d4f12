import Model
import Wire

extension SimulatedCluster {
  func isLinked(_ from: NodeID, _ to: NodeID) -> Bool {
    now >= (links[.init(from: from, to: to)] ?? SimulatedLink()).downUntil && isUp(to)
  }

  /// Sends a message over the mesh; what cannot be sent is lost.
  func send(_ message: ClusterMessage, from: NodeID, to: NodeID) {
    guard from != to else {
      after(.milliseconds(0), in: to) { $0.arrived(message, from: from, at: to) }
      return
    }
    let ends = SimulatedLink.Ends(from: from, to: to)
    var link = links[ends] ?? SimulatedLink()
    guard now >= link.downUntil, isUp(to) else {
      count("messages-lost")
      tellLost(ends)
      return
    }
    var arrival = now + span(200, 2_000)
    if now < link.slowUntil { arrival = arrival + link.slowness }
    arrival = max(arrival, link.lastArrival)
    link.lastArrival = arrival
    links[ends] = link
    let connection = link.connection
    deliver(message, ends, at: arrival) { $0.links[ends]?.connection == connection }
    guard now < duplicatingUntil, chance(20) else { return }
    count("messages-doubled")
    deliver(message, ends, at: arrival + span(0, 3_000_000)) { _ in true }
  }

  private func deliver(
    _ message: ClusterMessage, _ ends: SimulatedLink.Ends, at arrival: BootTime,
    if isWhole: @escaping (SimulatedCluster) -> Bool
  ) {
    schedule(at: arrival, place: place(of: ends.to)) { cluster in
      guard isWhole(cluster) else {
        cluster.count("messages-lost")
        return
      }
      cluster.arrived(message, from: ends.from, at: ends.to)
    }
  }

  private func arrived(_ message: ClusterMessage, from: NodeID, at node: NodeID) {
    switch node {
    case .shard(let id): shards[id]?.received(message, from: from, self)
    case .gateway(let id): gateways[id]?.received(message, from: from, self)
    case .admin: break
    }
  }

  /// Breaks every connection of a process.
  func cutLinks(of node: NodeID) {
    for other in nodes where other != node {
      breakLink(.init(from: node, to: other), downUntil: now)
      breakLink(.init(from: other, to: node), downUntil: now)
    }
  }

  /// What is under way on a connection is lost; its sender notices a little later.
  func breakLink(_ ends: SimulatedLink.Ends, downUntil end: BootTime) {
    links[ends, default: SimulatedLink()].reset(downUntil: end)
    guard case .shard = ends.from, case .gateway = ends.to else { return }
    after(SimulatorLimits.linkLossSeen, in: ends.from) { $0.tellLost(ends) }
  }

  private func tellLost(_ ends: SimulatedLink.Ends) {
    if case .shard(let shard) = ends.from, case .gateway(let gateway) = ends.to {
      shards[shard]?.linkLost(to: gateway)
    }
  }
}
