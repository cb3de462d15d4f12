import Wire
import World

extension EntityEvent {
  init(_ event: WorldEvent) {
    self.init(
      Kind(event.kind), source: event.source.rawValue, target: event.target.rawValue,
      amount: UInt32(clamping: event.amount), skill: UInt32(event.skill.rawValue))
    if case .skillRefused(let refusal) = event.kind { amount = SkillRefusal(refusal).rawValue }
  }
}

extension EntityEvent.Kind {
  fileprivate init(_ kind: WorldEvent.Kind) {
    switch kind {
    case .skillUsed: self = .skillUsed
    case .damage: self = .damage
    case .heal: self = .heal
    case .death: self = .death
    case .respawn: self = .respawn
    case .levelUp: self = .levelUp
    case .experience: self = .experience
    case .skillRefused: self = .skillRefused
    case .kill: self = .kill
    case .travel: self = .travel
    }
  }
}

extension EntityEvent.SkillRefusal {
  fileprivate init(_ refusal: UseRefusal) {
    switch refusal {
    case .unknown: self = .unknown
    case .dead: self = .dead
    case .level: self = .level
    case .cooldown: self = .coolingDown
    case .mana: self = .noMana
    case .target: self = .noTarget
    case .range: self = .outOfRange
    case .sight: self = .noSight
    case .safeZone: self = .safeZone
    case .direction: self = .noDirection
    }
  }
}

extension Violation {
  /// What the player is told.
  var sentence: String {
    switch self {
    case .attackRate: "Too many skills at once: the server took none of the rest."
    case .cooldown: "That skill was not ready yet: the server did not use it."
    case .range: "Your target was out of range: the server did not use the skill."
    }
  }
}
