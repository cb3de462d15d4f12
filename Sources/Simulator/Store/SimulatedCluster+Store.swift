import Cluster
import Model

extension SimulatedCluster {
  /// Asks storage from a process. While storage is away nobody knows whether the transaction
  /// happens: never, at once with the answer lost, or much later. `reply` gets nil then.
  func askStore<Answer>(
    from node: NodeID, _ transaction: @escaping (inout ModelStore) -> Answer,
    reply: @escaping (SimulatedCluster, Answer?) -> Void
  ) {
    let isAway = now < storeAwayUntil
    let place = place(of: node)
    guard isAway || chance(storeLossPercent) else {
      schedule(at: now + span(300, 3_000), place: nil) { cluster in
        let answer = cluster.transact(transaction)
        cluster.schedule(at: cluster.now + cluster.span(300, 3_000), place: place) {
          reply($0, answer)
        }
      }
      return
    }
    count("store-unknown")
    switch random.below(4) {
    case 0:
      schedule(at: now + span(300, 3_000), place: nil) { _ = $0.transact(transaction) }
    case 1:
      count("store-late")
      schedule(at: now + span(300_000, 4_000_000), place: nil) { _ = $0.transact(transaction) }
    default:
      break
    }
    schedule(at: now + span(5_000, 1_500_000), place: place) { reply($0, nil) }
  }

  private func transact<Answer>(_ transaction: (inout ModelStore) -> Answer) -> Answer {
    let answer = transaction(&store)
    for commit in store.commits { checker.committed(commit, self) }
    store.commits = []
    for commit in store.valued { checker.committed(commit, store, at: now) }
    store.valued = []
    for path in store.fencedOff { count(path) }
    store.fencedOff = []
    for (region, owner) in store.taken {
      checkTaking(region, from: owner)
      excuseAll(of: region)
    }
    store.taken = []
    for (region, checkpoint) in store.written {
      checker.checkpointed(
        region, checkpoint, at: store.regions[region]?.epoch ?? .none, now: now)
    }
    store.written = []
    return answer
  }

  /// Nobody takes a region from an owner that lives and is heard: one that has neither stood still
  /// nor been without Redis for several leases.
  private func checkTaking(_ region: RegionID, from owner: RegionOwnership.Owner) {
    let node = NodeID.shard(owner.shard)
    let since = now - terms.timeToLive * 3
    guard shards[owner.shard]?.owner == owner, (pausedUntil[node] ?? since) <= since,
      redisAwayUntil <= since, (startedAt[node] ?? now) <= since
    else { return }
    checker.violated(
      "taken-from-the-living", region, at: now,
      "\(region) was taken from \(node), which lives and is heard")
  }

  /// A region died, or was taken from an owner that lives on somewhere: what it had not saved is
  /// lost, and so is what it goes on doing until it learns.
  func excuseAll(of region: RegionID) {
    for character in store.characters.keys.sorted()
    where store.characters[character]?.holder == region
      || shards.values.contains(where: { $0.regions[region]?.bodies[character] != nil })
    {
      excuse(character)
    }
  }

  func excuse(_ character: CharacterID) {
    guard let sequence = store.characters[character]?.sequence else { return }
    checker.excuse(character, at: sequence)
  }
}
