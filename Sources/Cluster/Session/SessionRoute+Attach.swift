import Model
import Wire

extension SessionRoute {
  /// Begins to attach. Call once.
  public mutating func started(now: BootTime, directory: some DirectoryView) -> [Action] {
    precondition(phase == .idle, "a route starts once")
    outputAt = now
    return attach(now: now, directory: directory)
  }

  /// The session is over: asks the region to save the character and let it go, until `left`.
  public mutating func leave(now: BootTime, directory: some DirectoryView) -> [Action] {
    switch phase {
    case .idle:
      phase = .ended
      return [.left]
    case .ended, .leaving:
      return []
    case .attaching, .attached:
      phase = .leaving(Attempt(againAt: now + limits.answerWithin, wait: limits.answerWithin))
      pending = []
      return sendLeave(now: now, directory: directory)
    }
  }

  /// Asks the current owner of the route's region to attach, and goes on asking.
  mutating func attach(now: BootTime, directory: some DirectoryView) -> [Action] {
    announced = nil
    phase = .attaching(Attempt(againAt: now + limits.answerWithin, wait: limits.answerWithin))
    return sendAttach(now: now, directory: directory)
  }

  mutating func sendAttach(now: BootTime, directory: some DirectoryView) -> [Action] {
    guard let owner = directory.owner(of: region) else { return wait(for: .regionAway) }
    spokenAt = now
    let attach = Attach(
      session: session, region: region, epoch: owner.epoch, sequenceSeen: sequence,
      inputBase: base, isReturning: hasPlayed)
    return [.send(.attach(attach), to: owner.shard)]
  }

  mutating func sendLeave(now: BootTime, directory: some DirectoryView) -> [Action] {
    guard let owner = directory.owner(of: region) else { return [] }
    spokenAt = now
    let leave = Leave(session: session, region: region, epoch: owner.epoch)
    return [.send(.leave(leave), to: owner.shard)]
  }

  /// Tells the client once why its character stands still.
  mutating func wait(for reason: Waiting) -> [Action] {
    guard waitingFor != reason else { return [] }
    waitingFor = reason
    announced = nil
    return [.waiting(reason)]
  }

  mutating func attachRefused(
    _ refusal: AttachRefused, now: BootTime, directory: some DirectoryView
  ) -> [Action] {
    switch refusal.reason {
    case .staleGeneration: return end(.takenOver)
    case .unknownCharacter: return end(.unknownCharacter)
    case .full, .storageAway, .unknown: break
    }
    guard case .attaching = phase, refusal.region == region else { return [] }
    switch refusal.reason {
    case .full where refusal.place > 0:
      // Its place is kept while it goes on trying.
      phase = .attaching(
        Attempt(againAt: now + limits.lineTriedEvery, wait: limits.answerWithin))
      return wait(for: .inLine(place: refusal.place))
    case .full: return wait(for: .full)
    case .storageAway: return wait(for: .storageAway)
    default: return []
    }
  }

  private mutating func end(_ failure: Failure) -> [Action] {
    if case .leaving = phase {
      phase = .ended
      return [.left]
    }
    phase = .ended
    return [.failed(failure)]
  }
}
