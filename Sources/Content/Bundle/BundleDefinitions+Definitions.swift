import Model
import World

extension BundleDefinitions {
  init(_ definitions: Definitions) {
    schema = Self.schema
    skills = definitions.skills.map { Skill($0) }
    creatures = definitions.creatures.map { Creature($0) }
    playerSkills = definitions.rules.playerSkills.map(\.rawValue)
    levels = definitions.rules.experience
  }
}

extension BundleDefinitions.Skill {
  fileprivate init(_ skill: Definitions.Skill) {
    let definition = skill.definition
    number = skill.number.rawValue
    id = skill.id
    name = skill.name
    description = skill.description
    icon = skill.icon
    animation = skill.animation
    type = skill.type
    cooldown = Measure.milliseconds(definition.cooldownTicks)
    manaCost = definition.manaCost
    radius = Measure.units(definition.radius)
    level = definition.level
    switch definition.shape {
    case .dash(let distance):
      range = Measure.units(distance)
      projectileSpeed = nil
    case .projectile(let speed):
      range = Measure.units(definition.range)
      projectileSpeed = Measure.unitsPerSecond(speed)
    case .melee, .heal:
      range = Measure.units(definition.range)
      projectileSpeed = nil
    }
  }
}

extension BundleDefinitions.Creature {
  fileprivate init(_ creature: Definitions.Creature) {
    number = creature.number.rawValue
    id = creature.id
    name = creature.name
    description = creature.description
    level = creature.definition.level
    behavior =
      switch creature.definition.behavior {
      case .aggressive: "aggressive"
      case .defensive: "defensive"
      case .passive: "passive"
      }
    appearance = creature.appearance
  }
}
