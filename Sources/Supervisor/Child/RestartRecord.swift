/// Decides whether and when a child that ended is started again. A pure value: times come in.
///
/// A child that dies before it was ever ready will hardly do better soon, so a few such deaths in a
/// row end in giving up. One that had been ready is always started again: the rest of the cluster
/// goes on without it meanwhile.
struct RestartRecord: Hashable, Sendable {
  enum Decision: Hashable, Sendable {
    case restart(after: Duration)
    case giveUp(deaths: Int)
  }

  /// Deaths in a row before readiness.
  private(set) var earlyDeaths = 0
  /// Deaths in a row soon after readiness.
  private(set) var quickDeaths = 0

  /// The child ended; `readyFor` is how long it had been ready, nil when it never was.
  mutating func ended(readyFor: Duration?) -> Decision {
    guard let readyFor else {
      earlyDeaths += 1
      if earlyDeaths >= SupervisorLimits.earlyDeathsMax { return .giveUp(deaths: earlyDeaths) }
      return .restart(after: Self.pause(afterDeaths: earlyDeaths))
    }
    earlyDeaths = 0
    guard readyFor < SupervisorLimits.steadyLifeMin else {
      quickDeaths = 0
      return .restart(after: .zero)
    }
    quickDeaths += 1
    return .restart(after: quickDeaths == 1 ? .zero : Self.pause(afterDeaths: quickDeaths - 1))
  }

  /// 0.2 s, doubled with every death.
  private static func pause(afterDeaths deaths: Int) -> Duration {
    let doubled = Duration.milliseconds(200) * (1 << min(deaths - 1, 10))
    return min(doubled, SupervisorLimits.restartPauseMax)
  }
}
