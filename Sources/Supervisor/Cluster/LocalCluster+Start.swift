import Foundation

/// The way up: Redis, preparation, the nodes together, then bots.
extension LocalCluster {
  func bringUp() async {
    do throws(SupervisorError) {
      guard let plan else { return }
      if let server = plan.redisServer {
        try add(try server.specification())
        try await untilReady(["redis"])
      } else {
        try await prepared { try await hooks.adopt($0) }
      }
      try await prepared { try await hooks.prepare(settings.shards, $0) }
      let nodes =
        (1...settings.shards).map(plan.shard) + (1...settings.gateways).map(plan.gateway)
        + [plan.adminNode()]
      for node in nodes { try add(node) }
      try await untilReady(nodes.map(\.name))
      document?.ready = true
      publish()
      if let document { await hooks.ready(document) }
      if settings.bots > 0 { try add(plan.bots()) }
    } catch {
      events.yield(.failed(error))
    }
  }

  /// What hooks need to know.
  func stores() -> ClusterHooks.Stores? {
    plan.map {
      ClusterHooks.Stores(
        redis: $0.redisURL, storage: $0.storageURL, cluster: settings.name)
    }
  }

  private func prepared(
    by hook: (ClusterHooks.Stores) async throws -> Void
  ) async throws(SupervisorError) {
    guard let stores = stores() else { return }
    do {
      try await hook(stores)
    } catch {
      throw .preparation("\(error)")
    }
  }

  /// Adds a child; its supervision begins at once.
  func add(_ specification: ChildSpecification) throws(SupervisorError) {
    let shown = specification.role == .redis ? nil : stream
    let log = try ChildLog(
      name: specification.name, folder: settings.data.logs, stream: shown)
    children[specification.name] = Child(specification, log: log)
    names.append(specification.name)
    events.yield(.supervise(specification.name))
  }

  /// Waits until all of these are ready; a child that is given up meanwhile ends the whole cluster.
  func untilReady(_ waited: [String]) async throws(SupervisorError) {
    let deadline = ContinuousClock.now + SupervisorLimits.startMax
    while !stopping {
      let missing = waited.filter { children[$0]?.state != .ready }
      if missing.isEmpty { return }
      guard ContinuousClock.now < deadline else {
        let reasons = missing.map { "\($0) \(children[$0]?.reason ?? "is gone")" }
        throw .notReady(
          seconds: Int(SupervisorLimits.startMax.components.seconds), reasons: reasons)
      }
      do {
        try await Task.sleep(for: .milliseconds(20))
      } catch {
        return  // the cluster is ending
      }
    }
  }
}
