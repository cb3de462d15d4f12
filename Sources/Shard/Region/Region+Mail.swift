import Cluster
import Model
import NIOCore
import Wire
import World

extension Region {
  /// Handles one message of another process or region.
  func handle(_ message: ClusterMessage, now: BootTime) {
    switch message {
    case .input(let input):
      perform(authority.inputReceived(input, now: now))
      if input.wantsView { showAnew(input.session) }
    case .ghostBatch(let batch): receive(batch)
    case .probe(let probe): answer(probe)
    case .say(let say): hear(say)
    case .request(let request): hear(request)
    case .groundNews(let news): hear(news)
    case .tradeAsk(let ask): hear(ask)
    case .tradeReply(let reply): hear(reply)
    case .tradeEnd(let end): hear(end)
    case .tradeShow(let show): hear(show)
    case .attach(let attach): self.attach(attach, now: now)
    case .leave(let leave): perform(authority.leaveRequested(leave, now: now))
    case .handoffOffer where isSettling:
      heldOffers.append(.message(message, from: .shard(services.shard)))
    case .handoffOffer(let offer): offered(offer, now: now)
    case .handoffAccept(let accept): perform(authority.accepted(accept, now: now))
    case .handoffRefuse(let refuse): refused(refuse, now: now)
    case .staleEpoch(let stale): services.heardEpoch(stale.region, stale.epoch)
    default: break  // for gateways and admin processes; the router does not send them here
    }
  }

  /// A player was not shown every update: the next one begins a new view. Of an older session it is
  /// nothing.
  private func showAnew(_ session: SessionAddress) {
    guard authority.output(of: session.character)?.session == session else { return }
    residents[session.character]?.needsScope = true
  }

  /// Answers at once: a probe measures the way, it does not wait for the tick.
  private func answer(_ probe: SessionProbe) {
    counts.probes += 1
    outbox.value.append(
      .probeReply(
        SessionProbeReply(
          character: probe.character, region: id, nonce: probe.nonce, tick: lastTick)),
      to: .gateway(probe.gateway))
  }

  /// What was on its way to a node may be lost: its players and neighbours are told anew.
  func linkLost(to node: NodeID) {
    border.linkLost { services.directory.owner(of: $0).map { .shard($0.shard) } == node }
    guard case .gateway(let gateway) = node else { return }
    for character in residents.keys
    where authority.output(of: character)?.session.gateway == gateway {
      residents[character]?.needsScope = true
    }
  }

  private func receive(_ batch: GhostBatch) {
    let isNews = border.receive(
      batch, now: lastTick, speed: simulation.rules.playerSpeed, intents: &intents
    ) { ghost in
      let entity = EntityID(ghost.entity)
      guard residents[CharacterID(ghost.entity)] == nil else { return }
      labels[entity] = EntityLabel(name: ghost.name, sequence: ghost.sequence)
    }
    guard isNews else { return }
    hearsay.hear(batch.events, most: limits.heardEventsMax)
    hearsay.overhear(batch.words, most: limits.wordsMax)
  }

  /// A player of this region says something; in the next tick it is heard. Of an older session it
  /// is nothing.
  private func hear(_ say: SessionSay) {
    guard authority.output(of: say.session.character)?.session == say.session,
      let resident = residents[say.session.character],
      let slot = simulation.slot(of: EntityID(say.session.character))
    else { return }
    counts.wordsSaid += 1
    hearsay.say(
      NearbyWord(
        character: say.session.character, name: resident.name, text: say.text,
        position: simulation.pose(at: slot.index).position), most: limits.wordsMax)
  }
}
