import Cluster
import Logging
import Model
import Wire
import World

/// How a region keeps up under load.
extension Region {
  /// Takes the inputs of all ticks since the last step, and what operators ordered. In a tick that
  /// rests they wait: what was taken must be in the world before it is saved or acknowledged.
  func takeInputs(_ step: GameClock.Step) {
    let ticks = time.isFull ? 1 : Int(clamping: step.covered)
    authority.takeInputs(ofTicks: ticks) { character, input in
      take(input, of: EntityID(character))
    }
    followOrders()
  }

  private func take(_ input: PlayerInput, of entity: EntityID) {
    if traces.isFollowing { traces.took(input, of: CharacterID(entity.rawValue)) }
    if let motion = input.motion { intents.append(.steer(entity, Motion(motion))) }
    switch input.deed {
    case .use(let skill, let target, let dx, let dy):
      intents.append(
        .use(
          entity, skill: SkillNumber(UInt16(exactly: skill) ?? 0),
          target: target == 0 ? nil : EntityID(target), dx: dx, dy: dy))
    case .respawn: intents.append(.revive(entity))
    case nil: break
    }
  }

  /// Under load, first far movements are told less often, then time goes more slowly.
  ///
  /// - Parameters:
  ///   - lag: how late the tick began. A late rest harms nobody and does not count.
  ///   - step: nil: the tick rested.
  func keepPace(took: BootTime.Span, lag: BootTime.Span, step: GameClock.Step?) {
    let (interval, percent) = (pace.interval, time.percent)
    var late = BootTime.Span(microseconds: 0)
    if let step {
      let ticks = Int64(clamping: min(step.overdue, Self.overdueTicksMax))
      late = BootTime.Span(microseconds: lag.microseconds + ticks * Tick.milliseconds * 1_000)
    }
    pace.ticked(took: took, lag: late, isHeld: !time.isFull)
    time.ticked(load: pace.load, step: step == nil ? nil : took, isSightThin: pace.isAtLimit)
    if pace.interval != interval {
      note("far movements are told \(pace.interval > interval ? "less" : "more") often")
    }
    if time.percent != percent {
      note("time goes \(time.percent < percent ? "slower" : "faster")")
    }
  }

  /// A tick that is late by more weighs no more.
  private static let overdueTicksMax: UInt64 = 4

  private func note(_ change: Logger.Message) {
    services.logger.notice(
      change,
      metadata: [
        "region": "\(id)", "every_ticks": "\(pace.interval)", "time": "\(time.percent)%",
        "players": "\(residents.count)", "load": "\(Int(pace.load * 100))%",
      ])
  }
}
