import Cluster
import Logging
import Model
import Storage
import Wire
import World

/// A region on its way to another shard.
struct Departing: Sendable {
  var machine: RegionDeparture
  /// What was sent, to go on from when nobody takes it.
  var copy: [UInt8] = []
  var packedAt: BootTime?
}

/// A region on its way here.
struct Arriving: Sendable {
  var machine: RegionTakeover
  var prepared: PreparedRegion?
}

/// Regions that move between shards while people play: the shells of `RegionDeparture` and
/// `RegionTakeover`.
extension RegionKeeper {
  // MARK: From here

  /// Begins to move a region; later when others are on their way, or it has just failed to.
  func depart(_ id: RegionID, to target: ShardID) async {
    let now = surroundings.clock.now
    guard let region = regions[id]?.region, departures.count < surroundings.limits.departuresMax,
      resting[id].map({ now >= $0 }) ?? true, surroundings.isStoragePrompt()
    else { return }
    let begun = RegionDeparture.begun(
      id, at: region.epoch, from: own.shard, to: target,
      archiveVersion: UInt32(Simulation.archiveVersion), terms: surroundings.terms, now: now)
    departures[id] = Departing(machine: begun.departure)
    await perform(begun.actions)
  }

  func packed(_ id: RegionID, _ epoch: Epoch, cargo: [UInt8]) async {
    guard departures[id]?.machine.epoch == epoch else { return }
    departures[id]?.copy = cargo
    departures[id]?.packedAt = surroundings.clock.now
    departures[id]?.machine.packed(now: surroundings.clock.now)
    moves.packed(bytes: cargo.count)
  }

  private func perform(_ actions: [RegionDeparture.Action]) async {
    for action in actions {
      switch action {
      case .send(let message, let shard): surroundings.send(message, shard)
      case .settle(let id, let shard): await regions[id]?.region.settle(for: shard)
      case .stay(let id): await stay(id)
      case .claim(let id, let epoch): await reclaim(id, from: epoch)
      case .finish(let id, let epoch, let shard): await finish(id, at: epoch, on: shard)
      case .reopen(let id, let epoch): await reopen(id, at: epoch)
      case .drop(let id, let newer):
        moves.ended(.lost)
        await regions[id]?.region.supersede(by: newer)
      case .giveUp(let id, let reason): giveUp(id, reason)
      }
    }
  }

  /// A region that was packed in the meantime does not stay: what it says next, says so.
  private func stay(_ id: RegionID) async {
    guard await regions[id]?.region.stay() != false else { return }
    await perform(departures[id]?.machine.stayed() ?? [])
  }

  private func reclaim(_ id: RegionID, from epoch: Epoch) async {
    let now = surroundings.clock.now
    logger.warning(
      "nothing is heard of a region that was sent away; asking storage",
      metadata: ["region": "\(id)", "epoch": "\(epoch.rawValue)"])
    var actions: [RegionDeparture.Action] = []
    switch await claim(id, from: epoch) {
    case .won(let epoch)?: actions = departures[id]?.machine.claimed(epoch) ?? []
    case .lost(let row)?: actions = departures[id]?.machine.lost(to: row.epoch) ?? []
    case .unknownRegion?, nil: departures[id]?.machine.claimUnknown(now: now)
    }
    await perform(actions)
    dropEndedDepartures()
  }

  /// It runs elsewhere: what waited for it here is sent after it.
  private func finish(_ id: RegionID, at epoch: Epoch, on shard: ShardID) async {
    if let packedAt = departures[id]?.packedAt {
      moves.paused(for: surroundings.clock.now - packedAt)
    }
    moves.ended(.moved)
    guard let region = regions[id]?.region else { return }
    let mail = await region.handOver()
    surroundings.router.forward(id, to: shard)
    for case .message(let message, _) in mail { surroundings.send(message, shard) }
    parted(id)
    claimer.dropped(id)
    logger.info(
      "region moved",
      metadata: ["region": "\(id)", "epoch": "\(epoch.rawValue)", "to": "\(shard)"])
  }

  /// Nobody took it: it goes on here, from the copy.
  private func reopen(_ id: RegionID, at epoch: Epoch) async {
    moves.ended(.returned)
    guard let region = regions[id]?.region, let opener, let home = emptiestHome,
      let prepared = opener.prepare(departures[id]?.copy ?? [], of: id, at: epoch)
    else { return }
    let mail = await region.handOver()
    parted(id)
    claimer.claimed(id, epoch: epoch)
    guard let opened = opener.open(prepared, in: home) else { return }
    took(opened, in: home)
    opened.mailbox.post(mail)
    resting[id] = surroundings.clock.now + surroundings.terms.againAfter
    await announce(id, at: epoch)
  }

  private func giveUp(_ id: RegionID, _ reason: RegionDeparture.Reason) {
    moves.ended(.givenUp)
    resting[id] = surroundings.clock.now + surroundings.terms.againAfter
    switch reason {
    case .refused(.otherVersion), .refused(.noSuchMap), .refused(.unknown): immovable.insert(id)
    case .refused, .silent, .restless: break
    }
    logger.notice(
      "a region stays for now", metadata: ["region": "\(id)", "why": "\(reason)"])
  }

  // MARK: To here

  private func asked(_ ask: RegionMoveAsk, by shard: ShardID) async {
    let verdict: RegionMoveAnswer.Verdict? =
      if isDraining {
        .draining
      } else if opener?.maps[ask.region.map] == nil {
        .noSuchMap
      } else if ask.archiveVersion != UInt32(Simulation.archiveVersion) {
        .otherVersion
      } else if !surroundings.isStoragePrompt() {
        .busy
      } else if regions[ask.region] != nil || takeovers[ask.region]?.machine.isClaiming == true {
        .busy
      } else {
        nil
      }
    if let verdict {
      surroundings.send(RegionTakeover.refusal(of: ask, verdict), shard)
      return
    }
    let ready = RegionTakeover.ready(
      for: ask, terms: surroundings.terms, now: surroundings.clock.now)
    takeovers[ask.region] = Arriving(machine: ready.takeover)
    await perform(ready.actions, of: ask.region)
  }

  private func perform(_ actions: [RegionTakeover.Action], of id: RegionID) async {
    for action in actions {
      switch action {
      case .send(let message, let shard): surroundings.send(message, shard)
      case .read(let bytes): await read(bytes, of: id)
      case .claim(let id, let epoch): await takeOver(id, from: epoch)
      case .open(let id, let epoch): open(id, at: epoch)
      case .forget(let id): takeovers[id]?.prepared = nil
      }
    }
  }

  private func read(_ bytes: [UInt8], of id: RegionID) async {
    guard let epoch = takeovers[id]?.machine.epoch else { return }
    let actions: [RegionTakeover.Action]
    if let prepared = opener?.prepare(bytes, of: id, at: epoch.next) {
      takeovers[id]?.prepared = prepared
      actions = takeovers[id]?.machine.readable(now: surroundings.clock.now) ?? []
    } else {
      actions = takeovers[id]?.machine.unreadable() ?? []
    }
    await perform(actions, of: id)
  }

  private func takeOver(_ id: RegionID, from epoch: Epoch) async {
    var actions: [RegionTakeover.Action] = []
    switch await claim(id, from: epoch) {
    case .won(let epoch)?: actions = takeovers[id]?.machine.claimed(epoch) ?? []
    case .lost?, .unknownRegion?: actions = takeovers[id]?.machine.lost() ?? []
    case nil: takeovers[id]?.machine.claimUnknown(now: surroundings.clock.now)
    }
    await perform(actions, of: id)
    guard takeovers[id]?.machine.isEnded == true else { return }
    takeovers[id] = nil
    if let region = regions[id]?.region { await announce(id, at: region.epoch) }
  }

  private func open(_ id: RegionID, at epoch: Epoch) {
    claimer.claimed(id, epoch: epoch)
    guard let prepared = takeovers[id]?.prepared, let opener, let home = emptiestHome,
      let region = opener.open(prepared, in: home)
    else { return }
    moves.taken()
    took(region, in: home)
  }

  // MARK: Both ways

  func receive(_ message: ClusterMessage, from shard: ShardID) async {
    let now = surroundings.clock.now
    switch message {
    case .moveAsk(let ask):
      guard ask.source == shard else { return }
      await asked(ask, by: shard)
    case .moveAnswer(let answer):
      let actions = departures[answer.region]?.machine.answered(answer, by: shard, now: now)
      await perform(actions ?? [])
    case .parcel(let parcel):
      let actions = takeovers[parcel.region]?.machine.received(parcel, from: shard, now: now)
      await perform(actions ?? [], of: parcel.region)
    case .running(let running):
      let actions = departures[running.region]?.machine.running(running, on: shard)
      await perform(actions ?? [])
    default: break
    }
    dropEndedDepartures()
  }

  /// Lets time pass for every move, and ends those whose other side is gone.
  func expireMoves() async {
    let now = surroundings.clock.now
    let nodes = surroundings.nodes()
    let living = Set(nodes.shards.map(\.shard))
    for id in departures.keys.sorted() {
      await perform(departures[id]?.machine.expired(now: now) ?? [])
      if let target = departures[id]?.machine.target, !living.contains(target),
        nodes.absenceCounts(at: now)
      {
        await perform(departures[id]?.machine.lostTarget(now: now) ?? [])
      }
    }
    dropEndedDepartures()
    for id in takeovers.keys.sorted() {
      await perform(takeovers[id]?.machine.expired(now: now) ?? [], of: id)
      if takeovers[id]?.machine.isEnded == true { takeovers[id] = nil }
    }
  }

  private func dropEndedDepartures() {
    departures = departures.filter { !$0.value.machine.isEnded }
  }

  /// Nil: nobody knows what became of it.
  private func claim(_ id: RegionID, from epoch: Epoch) async -> RegionClaimResult? {
    let owner = Storage.RegionOwner(shard: own.shard, incarnation: own.incarnation)
    do {
      return try await surroundings.store.claim([
        RegionClaim(region: id, expected: epoch, owner: owner)
      ]).first
    } catch {
      logger.warning(
        "storage does not answer a claim", metadata: ["region": "\(id)", "why": "\(error)"])
      return nil
    }
  }

  private func announce(_ id: RegionID, at epoch: Epoch) async {
    await register([
      id: DirectoryEntry(shard: own.shard, incarnation: own.incarnation, epoch: epoch)
    ])
  }
}
