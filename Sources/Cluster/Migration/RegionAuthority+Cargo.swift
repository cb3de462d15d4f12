import Model
import Wire

/// A region that moves to another shard takes its authority along: nobody has to attach again, and
/// what was answered stays answered.
extension RegionAuthority {
  /// The region is about to move: it offers nobody and asks storage nothing that can wait, until
  /// `isQuiet` or `stay`.
  public mutating func settle() {
    guard !isClosed else { return }
    isSettling = true
  }

  /// The region does not move after all.
  public mutating func stay() { isSettling = false }

  /// Whether nothing is under way that only this process knows of: every right is confirmed and no
  /// request waits for storage's answer.
  public var isQuiet: Bool {
    requests.isEmpty && handingOver.isEmpty && due.claims.isEmpty && due.revokes.isEmpty
      && due.leaves.isEmpty && arrivals.values.allSatisfy { $0.request == nil }
      && residents.values.allSatisfy { $0.isLive && $0.isConfirmed && !$0.isOperating }
  }

  /// Puts everything that the next owner must know into the cargo. Only when `isQuiet`.
  public func pack(into cargo: inout RegionCargo) {
    precondition(isQuiet && !isClosed, "what is under way cannot travel")
    cargo.residents = characters.compactMap { character in
      guard let resident = residents[character] else { return nil }
      return RegionCargo.Resident(
        session: resident.session, sequence: resident.sequence,
        valueVersion: resident.valueVersion, counters: resident.window.counters,
        waiting: resident.window.waiting)
    }
    cargo.attaches =
      residents.values.compactMap(\.attachWaiting)
      + arrivals.values.flatMap { [$0.attach] + ($0.next.map { [$0] } ?? []) }
    cargo.attaches.sort {
      ($0.session.character, $0.session.generation) < ($1.session.character, $1.session.generation)
    }
    cargo.departures = departures.all.map { character, departure in
      RegionCargo.Departure(
        character: character, region: departure.region, sequence: departure.sequence,
        isUnclaimed: unclaimed[character]?.sequence.advanced(by: 1) == departure.sequence)
    }
    for (_, answer) in answers.all {
      switch answer {
      case .accept(let accept): cargo.accepts.append(accept)
      case .refuse(let refuse): cargo.refusals.append(refuse)
      }
    }
  }

  /// The authority of a region that came as a cargo, at its new epoch. Messages to its predecessor
  /// count: it goes on where that stopped.
  public static func unpacked(
    _ cargo: RegionCargo, epoch: Epoch, limits: AuthorityLimits = .init(),
    sessionLimits: SessionLimits = .init(), now: BootTime
  ) -> (authority: RegionAuthority, actions: [Action]) {
    unpacked(
      cargo, epoch: epoch, limits: limits, sessionLimits: sessionLimits, broken: [], now: now)
  }

  package static func unpacked(
    _ cargo: RegionCargo, epoch: Epoch, limits: AuthorityLimits, sessionLimits: SessionLimits,
    broken: BrokenRules, now: BootTime
  ) -> (authority: RegionAuthority, actions: [Action]) {
    precondition(epoch > cargo.epoch, "a region moves to a higher epoch")
    var authority = RegionAuthority(
      region: cargo.region, epoch: epoch, limits: limits, sessionLimits: sessionLimits,
      broken: broken)
    authority.predecessor = cargo.epoch
    for departure in cargo.departures {
      authority.departures.remember(
        Departure(region: departure.region, sequence: departure.sequence),
        for: departure.character, now: now)
      if departure.isUnclaimed, departure.sequence > .none {
        authority.unclaimed[departure.character] = Unclaimed(
          sequence: HandoffSequence(departure.sequence.rawValue - 1))
      }
    }
    if broken.isDisjoint(with: [.forgetsAnswers, .cargoForgetsAnswers]) {
      for accept in cargo.accepts {
        authority.answers.remember(.accept(accept), for: accept.id, now: now)
      }
      for refuse in cargo.refusals {
        authority.answers.remember(.refuse(refuse), for: refuse.id, now: now)
      }
    }
    for resident in cargo.residents {
      authority.admit(
        Resident(
          session: resident.session, sequence: resident.sequence,
          valueVersion: resident.valueVersion, claim: .confirmed,
          window: InputWindow(
            counters: resident.counters, waiting: resident.waiting, limits: sessionLimits)))
    }
    var actions: [Action] = []
    for attach in cargo.attaches {
      var attach = attach
      attach.epoch = epoch
      actions += authority.attachRequested(attach, hasRoom: true, now: now)
    }
    return (authority, actions)
  }

  /// Whether a message was meant for this region under this owner, or under the one that handed it
  /// over as it was.
  func isFor(_ epoch: Epoch) -> Bool {
    epoch == self.epoch || epoch == predecessor
  }
}
