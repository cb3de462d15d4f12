import Cluster
import Model
import Wire

extension SimulatedCluster {
  /// Invariant 7: what is still wrong; empty when the cluster has come to rest.
  var unrest: [(subject: String, detail: String)] {
    var found: [(String, String)] = []
    for region in grid.regions { found += unrest(of: region).map { ("\(region)", $0) } }
    for client in clients { found += unrest(of: client).map { ("\(client.character)", $0) } }
    return found
  }

  private func copies(of region: RegionID) -> [(ShardID, SimulatedRegion)] {
    shards.keys.sorted().compactMap { id in shards[id]?.regions[region].map { (id, $0) } }
  }

  private func unrest(of region: RegionID) -> [String] {
    let copies = copies(of: region)
    guard copies.count == 1, let (shard, held) = copies.first else {
      return ["\(region) runs on \(copies.map(\.0))"]
    }
    var found: [String] = []
    if store.regions[region]?.epoch != held.authority.epoch {
      found.append("\(region) runs at epoch \(held.authority.epoch.rawValue) of another's")
    }
    if plan.shard(of: region) != shard { found.append("\(region) is not where the plan wants it") }
    if held.state != .open { found.append("\(region) is \(held.state)") }
    if shards.values.contains(where: { $0.departures[region] != nil }) {
      found.append("\(region) is on its way")
    }
    if shards.values.contains(where: { $0.takeovers[region]?.machine.isClaiming == true }) {
      found.append("\(region) is being taken over")
    }
    if held.authority.isClosed { found.append("\(region) is closed") }
    if held.authority.handoffsPending > 0 { found.append("\(region) has a pending handoff") }
    if held.authority.characterCount != held.bodies.count {
      found.append("\(region) waits for characters")
    }
    if !held.book.isQuiet { found.append("\(region) has operations under way") }
    if !held.frozen.isEmpty { found.append("\(region) has frozen characters") }
    return found
  }

  private func unrest(of client: SimulatedClient) -> [String] {
    guard !reduction.withoutPlayers.contains(client.number) else { return [] }
    let name = "\(client.character)"
    guard case .online(let gateway, let generation) = client.connection else {
      return ["\(name) is not online"]
    }
    var found: [String] = []
    if !client.unacknowledged.isEmpty {
      found.append("\(name) has \(client.unacknowledged.count) inputs unacknowledged")
    }
    if let wish = client.wish { found.append("\(name) waits for \(TraceText.of(wish.request))") }
    let copies = grid.regions.flatMap { region in
      self.copies(of: region).filter { $0.1.bodies[client.character] != nil }
    }
    guard copies.count == 1, let (_, held) = copies.first else {
      return found + ["\(name) is simulated by \(copies.map(\.1.authority.region))"]
    }
    guard let output = held.authority.output(of: client.character) else {
      return found + ["\(name) is in the world without its machine knowing"]
    }
    if output.session.gateway != gateway || output.session.generation != generation {
      found.append("\(name) plays for another session")
    }
    // Inputs that were acknowledged and that a crash has turned back are not sent again: whether it
    // might is judged by the histories.
    if output.counters.lastInput > client.last {
      found.append("\(name) applied up to \(output.counters.lastInput.rawValue)")
    }
    let route = gateways[gateway]?.sessions[client.character]?.route
    if route?.isAttached != true || route?.region != held.authority.region {
      found.append("\(name) has a route elsewhere")
    }
    let row = store.characters[client.character]
    if row?.sequence != output.sequence || row?.holder != held.authority.region {
      found.append("\(name) is held by another in storage")
    }
    if row?.state.counters != output.counters { found.append("\(name) is not saved") }
    return found
  }

  /// At rest every character has everything that was acknowledged.
  func checkHistories() {
    checker.settled(store, at: now)
    for client in clients {
      for shard in shards.keys.sorted() {
        for region in grid.regions {
          guard let held = shards[shard]?.regions[region],
            let state = held.bodies[client.character],
            let sequence = held.authority.output(of: client.character)?.sequence
          else { continue }
          checker.keeps(state.lineage, client.character, sequence, at: now)
          guard let known = held.book.bags[client.character]?.known else { continue }
          checker.remembers(known, of: client.character, at: now)
        }
      }
    }
  }

  /// Adds what the machines counted to the record of rare paths.
  func bury(_ region: SimulatedRegion) {
    let c = region.authority.counters
    for (name, value) in [
      ("offers", c.offersMade), ("offers-refused", c.offersRefused),
      ("offers-revoked", c.offersRevoked), ("answers-repeated", c.answersRepeated),
      ("claims-refused", c.claimsRefused), ("attaches-in-place", c.attachesInPlace),
      ("attaches-won", c.attachesWon), ("attaches-preceded", c.attachesPreceded),
      ("copies-superseded", c.superseded),
      ("sequences-adopted", c.adopted), ("stale-epochs", c.staleEpochs),
      ("stale-generations", c.staleGenerations),
      ("silent-sessions", c.silentSessions),
    ] {
      counters[name, default: 0] += value
    }
  }
}
