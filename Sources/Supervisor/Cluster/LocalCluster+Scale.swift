/// Answers on the control socket.
extension LocalCluster {
  func answer(_ request: ControlRequest) async -> ControlReply {
    switch request {
    case .scale(let shards):
      do throws(SupervisorError) {
        return ControlReply(done: true, message: try await scale(shards: shards))
      } catch {
        return ControlReply(done: false, message: "\(error)")
      }
    }
  }

  /// Starts or ends shards until there are so many. The shards plan by themselves: a new one is given
  /// its share of the regions, one that is told to stop gives its own away before it ends.
  private func scale(shards wanted: Int) async throws(SupervisorError) -> String {
    guard (1...SupervisorLimits.shardsMax).contains(wanted) else {
      throw .refused("There can be 1 to \(SupervisorLimits.shardsMax) shards.")
    }
    guard document?.ready == true else { throw .refused("The cluster is not ready yet.") }
    guard !scaling else { throw .refused("The cluster is being scaled already.") }
    scaling = true
    defer { scaling = false }
    let present = names.count { children[$0]?.specification.role == .shard }
    say("scaling from \(present) to \(wanted) shards")
    if wanted > present { try await grow(to: wanted, from: present) }
    if wanted < present { await shrink(to: wanted, from: present) }
    return "There are \(wanted) shards now, \(present) before."
  }

  private func grow(to wanted: Int, from present: Int) async throws(SupervisorError) {
    guard var plan else { return }
    for number in present + 1...wanted { try await plan.reserve("shard-\(number)") }
    self.plan = plan
    let fresh = (present + 1...wanted).map(plan.shard)
    for specification in fresh { try add(specification) }
    try await untilReady(fresh.map(\.name))
  }

  private func shrink(to wanted: Int, from present: Int) async {
    let leaving = (wanted + 1...present).map { "shard-\($0)" }
    await end(leaving, within: settings.drain)
    for name in leaving {
      await children[name]?.log.finish()
      children[name] = nil
    }
    names.removeAll(where: leaving.contains)
    publish()
  }
}
