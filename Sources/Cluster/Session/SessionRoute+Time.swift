import Model
import Wire

extension SessionRoute {
  /// Time passed: resends, retries, keep-alives. Call every 50 to 100 ms.
  public mutating func expired(now: BootTime, directory: some DirectoryView) -> [Action] {
    switch phase {
    case .idle, .ended:
      return []
    case .attached:
      return watch(now: now, directory: directory)
    case .attaching(let attempt):
      guard now >= attempt.againAt else { return [] }
      phase = .attaching(next(attempt, now: now))
      return sendAttach(now: now, directory: directory)
    case .leaving(let attempt):
      guard now >= attempt.againAt else { return [] }
      phase = .leaving(next(attempt, now: now))
      return sendLeave(now: now, directory: directory)
    }
  }

  private func next(_ attempt: Attempt, now: BootTime) -> Attempt {
    let wait = min(attempt.wait * 2, limits.answerWithinMax)
    return Attempt(againAt: now + wait, wait: wait)
  }

  private mutating func watch(now: BootTime, directory: some DirectoryView) -> [Action] {
    var actions: [Action] = []
    if now - outputAt >= limits.awayAfter { actions += wait(for: .regionAway) }
    // Outputs may flow while an input was lost on the way: then acknowledging stops.
    let isSilent = now - outputAt >= limits.resendAfter
    let isStuck = !pending.isEmpty && now - progressAt >= limits.resendAfter
    let isDue = now - resentAt >= limits.resendAfter
    if (isSilent || isStuck) && isDue || now - spokenAt >= limits.keepAliveEvery {
      actions += resend(now: now, directory: directory)
    }
    return actions
  }
}
