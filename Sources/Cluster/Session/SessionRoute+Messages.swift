import Model
import Wire

extension SessionRoute {
  /// A message of a region for this session's character: outputs, routes and refusals. Others are
  /// ignored. `sender` is the shard whose link it came over.
  public mutating func received(
    _ message: ClusterMessage, from sender: ShardID, now: BootTime, directory: some DirectoryView
  ) -> [Action] {
    guard phase != .idle, phase != .ended, concerns(message) else { return [] }
    switch message {
    case .output(let output):
      return received(output, from: sender, now: now, directory: directory)
    case .moved(let moved):
      return received(moved, now: now, directory: directory)
    case .detached(let detached):
      return received(detached, now: now, directory: directory)
    case .notHere(let notHere):
      return received(notHere, now: now, directory: directory)
    case .staleEpoch(let stale):
      return received(stale, now: now, directory: directory)
    case .attachRefused(let refused):
      return attachRefused(refused, now: now, directory: directory)
    case .left:
      guard case .leaving = phase else { return [] }
      phase = .ended
      return [.left]
    default:
      return []
    }
  }

  /// Whether a message is for this session: the same character and log-in.
  private func concerns(_ message: ClusterMessage) -> Bool {
    let subject: (CharacterID?, SessionGeneration?)? =
      switch message {
      case .output(let m): (m.character, m.generation)
      case .moved(let m): (m.character, m.generation)
      case .detached(let m): (m.character, m.generation)
      case .notHere(let m): (m.character, m.generation)
      case .staleEpoch(let m): (m.character, m.generation)
      case .attachRefused(let m): (m.character, m.generation)
      case .left(let m): (m.character, m.generation)
      default: nil
      }
    guard let subject else { return false }
    return subject == (session.character, session.generation)
  }

  /// Takes an output to be delivered that changes nothing but what is acknowledged, as nearly every
  /// one does. False: nothing has happened, and `received` has to look at it.
  public mutating func takesInPassing(
    _ output: Output, now: BootTime, directory: some DirectoryView
  ) -> Bool {
    guard phase == .attached, announced == region, output.region == region,
      output.sequence == sequence, output.character == session.character,
      output.generation == session.generation, let spoken,
      spoken == (region, sequence, output.epoch), order(of: output) == .next,
      directory.owner(of: region)?.epoch == output.epoch,
      pending.last.map({ $0.sequence <= sent }) ?? true
    else { return false }
    outputAt = now
    if let part = output.part { partShown = part.number }
    acknowledge(output.lastInput, now: now)
    return true
  }

  private mutating func received(
    _ output: Output, from sender: ShardID, now: BootTime, directory: some DirectoryView
  ) -> [Action] {
    if takesInPassing(output, now: now, directory: directory) { return [.deliver(output.frame)] }
    let order = self.order(of: output)
    guard isCurrent(output.region, output.sequence) else { return lastWords(output, order) }
    guard order != .past else { return [] }
    let known = directory.owner(of: output.region)?.epoch ?? .none
    if output.epoch < known {
      return stale(output, known: known, from: sender, now: now, directory: directory)
    }
    var actions: [Action] = []
    if output.epoch > known, epochHeard.map({ $0 != (output.region, output.epoch) }) ?? true {
      epochHeard = (output.region, output.epoch)
      actions.append(.heardEpoch(output.region, output.epoch))
    }
    actions += follow(output.region, output.sequence, now: now, directory: directory)
    noteSpoken(output)
    if order == .next, let part = output.part { partShown = part.number }
    outputAt = now
    acknowledge(output.lastInput, now: now)
    guard phase == .attached else { return actions }
    guard order == .next else { return actions + missedPart(now: now, directory: directory) }
    if announced != region {
      announced = region
      hasPlayed = true
      waitingFor = nil
      actions.append(.attached(region))
    }
    actions.append(.deliver(output.frame))
    return actions + sendRest(now: now, directory: directory)
  }

  /// A region that lost its epoch goes on speaking: it is told, and its words do not count.
  private mutating func stale(
    _ output: Output, known: Epoch, from sender: ShardID, now: BootTime,
    directory: some DirectoryView
  ) -> [Action] {
    var actions: [Action] = []
    if staleToldAt.map({ now - $0 >= limits.resendAfter }) ?? true {
      staleToldAt = now
      let refusal = StaleEpoch(
        region: output.region, epoch: known, character: session.character,
        generation: session.generation)
      actions.append(.send(.staleEpoch(refusal), to: sender))
    }
    if phase == .attached, output.region == region {
      actions += attach(now: now, directory: directory)
    }
    return actions
  }

  /// Whether a word of a region with this sequence is not behind what was seen.
  private func isCurrent(_ region: RegionID, _ sequence: HandoffSequence) -> Bool {
    sequence > self.sequence || (sequence == self.sequence && region == self.region)
  }

  /// The region before may be heard of its handoff later than the next one, over another link: what it
  /// showed until then is shown, while the next has shown nothing.
  private mutating func lastWords(_ output: Output, _ order: Order) -> [Action] {
    guard phase == .attached, order == .next, let spoken,
      spoken == (output.region, output.sequence, output.epoch), announced == output.region
    else { return [] }
    if let part = output.part { partShown = part.number }
    return [.deliver(output.frame)]
  }

  private mutating func noteSpoken(_ output: Output) {
    let owner = (region: output.region, sequence: output.sequence, epoch: output.epoch)
    if spoken.map({ $0 != owner }) ?? true { partShown = 0 }
    spoken = owner
  }

  /// How an output follows what its region said before.
  private enum Order {
    /// It goes on from there, begins a view anew, or is no part of one.
    case next
    /// Something before it is missing: the client would take it for a change of what it has not got.
    case later
    /// The region has spoken at a later epoch, or has shown this part or a later one.
    case past
  }

  private func order(of output: Output) -> Order {
    var shown: UInt64 = 0
    if let spoken, (spoken.region, spoken.sequence) == (output.region, output.sequence) {
      if output.epoch < spoken.epoch { return .past }
      if output.epoch == spoken.epoch { shown = partShown }
    }
    guard let part = output.part else { return .next }
    if part.number <= shown { return .past }
    let goesOn = shown > 0 && part.number == shown + 1
    return part.isWhole || goesOn ? .next : .later
  }

  /// Parts were lost on the way: until a whole one comes, none is delivered.
  private mutating func missedPart(now: BootTime, directory: some DirectoryView) -> [Action] {
    guard viewAskedAt.map({ now - $0 >= limits.resendAfter }) ?? true else { return [] }
    viewAskedAt = now
    return updatesMissed(now: now, directory: directory)
  }

  /// Takes a route unless it is behind the one that is known.
  private mutating func follow(
    _ region: RegionID, _ sequence: HandoffSequence, now: BootTime, directory: some DirectoryView
  ) -> [Action] {
    guard isCurrent(region, sequence) else { return [] }
    let isNew = sequence > self.sequence
    self.region = region
    self.sequence = sequence
    switch phase {
    case .attached where !isNew: return []
    case .leaving: return isNew ? sendLeave(now: now, directory: directory) : []
    default: break
    }
    phase = .attached
    outputAt = now
    return resend(now: now, directory: directory)
  }

  /// A route, or in a silence the old news of a region that knows less than this route: it may be
  /// the current one, which has not got the character. An attach there finds out, and does no harm.
  private mutating func received(
    _ moved: Moved, now: BootTime, directory: some DirectoryView
  ) -> [Action] {
    guard isCurrent(moved.region, moved.sequence) else {
      guard phase == .attached, now - outputAt >= limits.resendAfter else { return [] }
      return attach(now: now, directory: directory)
    }
    return follow(moved.region, moved.sequence, now: now, directory: directory)
  }

  private mutating func received(
    _ detached: Detached, now: BootTime, directory: some DirectoryView
  ) -> [Action] {
    guard isCurrent(detached.region, detached.sequence) else { return [] }
    region = detached.region
    sequence = detached.sequence
    guard phase == .attached else { return [] }
    return attach(now: now, directory: directory)
  }

  private mutating func received(
    _ notHere: NotHere, now: BootTime, directory: some DirectoryView
  ) -> [Action] {
    let known = directory.owner(of: region)?.epoch ?? .none
    guard notHere.region == region, notHere.epoch >= known else { return [] }
    switch phase {
    case .attached: return attach(now: now, directory: directory)
    case .leaving:
      phase = .ended
      return [.left]
    default: return []
    }
  }

  private mutating func received(
    _ stale: StaleEpoch, now: BootTime, directory: some DirectoryView
  ) -> [Action] {
    guard stale.region == region else { return [] }
    let known = directory.owner(of: region)?.epoch ?? .none
    if stale.epoch > known { return [.heardEpoch(region, stale.epoch)] }
    // The directory has moved on since the refused message was sent.
    switch phase {
    case .attached: return attach(now: now, directory: directory)
    default: return []
    }
  }
}
