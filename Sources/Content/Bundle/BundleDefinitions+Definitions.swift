import Model
import World

extension BundleDefinitions {
  init(_ definitions: Definitions) {
    schema = Self.schema
    skills = definitions.skills.map { Skill($0) }
    creatures = definitions.creatures.map { Creature($0) }
    items = definitions.items.map { Item($0) }
    shops = definitions.shops.map { Shop($0, rules: definitions.itemRules) }
    dialogues = definitions.dialogues.map { Dialogue(id: $0.id, lines: $0.lines) }
    bagCapacity = definitions.itemRules.bagCapacity
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

extension BundleDefinitions.Item {
  fileprivate init(_ item: Definitions.Item) {
    number = item.number.rawValue
    id = item.kind.rawValue
    name = item.name
    description = item.description
    type = item.type
    rarity = item.rarity
    level = item.definition.level
    stats = item.stats
    maxStack = item.definition.stackMax
    sellPrice = item.definition.sellPrice
    tradable = item.definition.isTradable
    icon = item.icon
    appearance = item.appearance
  }
}

extension BundleDefinitions.Shop {
  fileprivate init(_ shop: Definitions.Shop, rules: ItemRules) {
    id = shop.id
    name = shop.name
    goods = shop.definition.goods.compactMap { good in
      rules.kind(of: good.item).map {
        Good(item: $0.rawValue, price: good.price, stock: good.stock)
      }
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
