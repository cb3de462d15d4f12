import Model
import Wire

extension RegionAuthority {
  /// Storage's answer to a request.
  public mutating func answered(
    _ id: AuthorityRequest.ID, _ reply: AuthorityReply, now: BootTime
  ) -> [Action] {
    guard let operation = requests.removeValue(forKey: id), newerEpoch == nil else { return [] }
    switch operation {
    case .confirm: pace.isConfirming = false
    case .save: pace.savesUnanswered -= 1
    default: break
    }
    switch (operation, reply) {
    case (_, .superseded(let newer)):
      return superseded(by: newer, now: now)
    case (.attach(let rows), .attached(let outcomes)) where rows.count == outcomes.count:
      pace.succeeded()
      return zip(rows, outcomes).flatMap { attached($0, $1, request: id, now: now) }
    case (.claim(let rows), .moved(let outcomes)) where rows.count == outcomes.count:
      pace.succeeded()
      return zip(rows, outcomes).flatMap { claimed($0, $1, request: id, now: now) }
    case (.revoke(let rows), .moved(let outcomes)) where rows.count == outcomes.count:
      pace.succeeded()
      return zip(rows, outcomes).flatMap { revoked($0, $1, request: id, now: now) }
    case (.confirm(let rows), .refused(let refusals)):
      pace.succeeded()
      noteClaimed(rows, refusals)
      return dropRefused(rows.map { ($0.character, $0.sequence) }, refusals, now: now)
    case (.save(let rows), .refused(let refusals)):
      pace.succeeded()
      return dropRefused(rows.map { ($0.character, $0.sequence) }, refusals, now: now)
    case (.leave(let rows), .refused(let refusals)):
      pace.succeeded()
      return departed(rows, refusals, request: id, now: now)
    default:
      counters.requestsUnavailable += 1
      pace.failed(limits: limits, now: now)
      return unanswered(operation, request: id)
    }
  }

  private mutating func claimed(
    _ row: AuthorityRequest.Claim, _ outcome: AuthorityReply.MoveOutcome,
    request: AuthorityRequest.ID, now: BootTime
  ) -> [Action] {
    guard case .unconfirmed(_, _, request)? = residents[row.character]?.claim else {
      return []
    }
    switch outcome {
    case .won(let version):
      counters.claimsConfirmed += 1
      residents[row.character]?.claim = .confirmed
      residents[row.character]?.valueVersion = version
      return settle(row.character, now: now)
    case .refused(let holding):
      counters.claimsRefused += 1
      return drop(row.character, holding, now: now)
    }
  }

  private mutating func revoked(
    _ row: AuthorityRequest.Held, _ outcome: AuthorityReply.MoveOutcome,
    request: AuthorityRequest.ID, now: BootTime
  ) -> [Action] {
    guard let resident = residents[row.character],
      case .revoking(let offer, request) = resident.phase
    else { return [] }
    switch outcome {
    case .won(let version):
      let sequence = resident.sequence.advanced(by: 2)
      residents[row.character]?.sequence = sequence
      residents[row.character]?.valueVersion = version
      residents[row.character]?.phase = .live
      residents[row.character]?.offerAgainAt = now + limits.offerAgainAfter
      handingOver.remove(row.character)
      return [
        .update(resident.session, sequence: sequence),
        .unfreeze(row.character), moved(resident.session, to: region, sequence),
      ] + settle(row.character, now: now)
    case .refused(let holding):
      if holding?.holder == offer.target, holding?.sequence == resident.sequence.advanced(by: 1) {
        return complete(row.character, offer, isClaimed: true, now: now)
      }
      return drop(row.character, holding, now: now)
    }
  }

  /// Confirmation or save: a copy that storage refuses goes, unless it has changed since. A frozen
  /// one waits for the verdict on its handoff or its leave.
  private mutating func dropRefused(
    _ rows: [(CharacterID, HandoffSequence)], _ refusals: [AuthorityReply.Refusal], now: BootTime
  ) -> [Action] {
    var asked: [CharacterID: HandoffSequence] = [:]
    for (character, sequence) in rows { asked[character] = sequence }
    var actions: [Action] = []
    for refusal in refusals {
      guard let resident = residents[refusal.character], resident.isLive,
        resident.sequence == asked[refusal.character]
      else { continue }
      counters.superseded += 1
      actions += drop(refusal.character, refusal.holding, now: now)
    }
    return actions
  }

  /// Whom storage no longer gives to this region has arrived elsewhere.
  private mutating func noteClaimed(
    _ rows: [AuthorityRequest.Held], _ refusals: [AuthorityReply.Refusal]
  ) {
    guard !unclaimed.isEmpty else { return }
    let refused = Set(refusals.map(\.character))
    let roundsMax = isClosing ? limits.closeRoundsMax : limits.unclaimedRoundsMax
    for row in rows {
      guard var waiting = unclaimed[row.character], waiting.sequence == row.sequence else {
        continue
      }
      waiting.rounds += 1
      let isOver = refused.contains(row.character) || waiting.rounds >= roundsMax
      unclaimed[row.character] = isOver ? nil : waiting
    }
  }

  private mutating func departed(
    _ rows: [AuthorityRequest.Save], _ refusals: [AuthorityReply.Refusal],
    request: AuthorityRequest.ID, now: BootTime
  ) -> [Action] {
    var refused: [CharacterID: AuthorityReply.Refusal] = [:]
    for refusal in refusals { refused[refusal.character] = refusal }
    var actions: [Action] = []
    for row in rows {
      guard let resident = residents[row.character],
        case .leaving(let leaving) = resident.phase, leaving.request == request
      else { continue }
      if let refusal = refused[row.character] {
        actions += drop(row.character, refusal.holding, now: now)
        continue
      }
      discard(row.character)
      actions.append(.remove(row.character))
      actions.append(
        leaving.reason == .asked
          ? left(resident.session) : detached(resident.session, resident.sequence))
      if let attach = resident.attachWaiting { actions += arriveAgain(attach) }
    }
    return actions
  }

  /// Nobody knows what became of the request: it is made again.
  private mutating func unanswered(
    _ operation: AuthorityRequest.Operation, request: AuthorityRequest.ID
  ) -> [Action] {
    switch operation {
    case .attach(let rows):
      return rows.flatMap { attachUnanswered($0.character, request: request) }
    case .claim(let rows):
      for row in rows {
        guard
          case .unconfirmed(let source, let from, request)? =
            residents[row.character]?.claim
        else { continue }
        residents[row.character]?.claim = .unconfirmed(
          source: source, from: from, request: nil)
        due.claims.insert(row.character)
      }
    case .revoke(let rows):
      for row in rows {
        guard case .revoking(let offer, request)? = residents[row.character]?.phase else {
          continue
        }
        residents[row.character]?.phase = .revoking(offer, request: nil)
        due.revokes.insert(row.character)
      }
    case .leave(let rows):
      for row in rows {
        guard case .leaving(var leaving)? = residents[row.character]?.phase,
          leaving.request == request
        else {
          continue
        }
        leaving.request = nil
        residents[row.character]?.phase = .leaving(leaving)
        due.leaves.insert(row.character)
      }
    case .save(let rows):
      for row in rows { residents[row.character]?.saved = nil }
    case .confirm:
      break
    }
    return []
  }
}
