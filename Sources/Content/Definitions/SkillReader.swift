import Model
import World

/// Reads `skills.json`.
struct SkillReader {
  /// What was read of one entry: a skill that is not usable still has its place in the list, so
  /// that others may name it without another finding.
  struct Entry {
    var id: String
    var skill: Definitions.Skill?
  }

  /// The words for `type`. `damage` is a projectile, or melee when its range is short.
  static let types = ["damage", "melee", "projectile", "heal", "dash"]
  /// Nearer than this in world units, a skill of type `damage` does not fly.
  static let meleeUnits = 96.0

  static let known = [
    "id", "name", "description", "type", "cooldown", "manaCost", "range", "radius", "effects",
    "icon", "animation", "level", "projectileSpeed", "distance",
  ]

  let log: FindingLog

  func read(_ document: JSONValue) -> [Entry] {
    let list = DefinitionList(
      noun: "skill", key: "skills", idKey: "id", max: Limits.skillsMax, log: log)
    return list.entries(of: document).enumerated().map { index, entry in
      let number = SkillNumber(UInt16(index + 1))
      return Entry(id: entry.id, skill: skill(entry.id, number, entry.fields))
    }
  }

  private func skill(
    _ id: String, _ number: SkillNumber, _ fields: JSONFields
  ) -> Definitions.Skill? {
    fields.warnOfUnknown(known: Self.known)
    let name = fields.text("name", max: Limits.nameBytesMax)
    let description = fields.text("description", max: Limits.descriptionBytesMax, default: "")
    let icon = fields.text("icon", max: Limits.nameBytesMax, default: "")
    let animation = fields.text("animation", max: Limits.nameBytesMax, default: "")
    let definition = definition(fields)
    guard let name, let description, let icon, let animation, let definition else { return nil }
    return Definitions.Skill(
      number: number, id: id, name: name, description: description,
      icon: icon.isEmpty ? nil : icon, animation: animation.isEmpty ? nil : animation,
      definition: definition)
  }

  private func definition(_ fields: JSONFields) -> SkillDefinition? {
    let cooldown = fields.ticks("cooldown")
    let mana = fields.amount("manaCost", in: 0...Limits.amountMax)
    let level = fields.integer("level", in: 1...Limits.levelsMax, default: 1)
    let radius = fields.length("radius", default: 0)
    let type = fields.word("type", among: Self.types)
    let range = self.range(fields, type)
    let shape = type.flatMap { self.shape(fields, $0, range: range ?? 0) }
    let effects = SkillEffectReader(skill: fields).read()
    guard let cooldown, let mana, let level, let radius, let shape, let range, let effects,
      hasEffect(shape, effects, fields)
    else { return nil }
    return SkillDefinition(
      shape: shape, cooldownTicks: cooldown, manaCost: mana, range: Measure.length(units: range),
      radius: radius, effects: effects, level: UInt16(level))
  }

  /// World units. A heal without a range meets oneself alone; a dash meets nobody.
  private func range(_ fields: JSONFields, _ type: String?) -> Double? {
    switch type {
    case "heal", "dash": fields.number("range", in: Limits.lengthUnits, default: 0)
    default: fields.number("range", in: 1...Limits.lengthUnits.upperBound)
    }
  }

  private func shape(
    _ fields: JSONFields, _ type: String, range: Double
  ) -> SkillDefinition.Shape? {
    let flies = type == "projectile" || (type == "damage" && range > Self.meleeUnits)
    warnOfUnused("projectileSpeed", unless: flies, fields, type)
    warnOfUnused("distance", unless: type == "dash", fields, type)
    switch type {
    case "heal": return .heal
    case "dash":
      return fields.length("distance", in: 1...Limits.lengthUnits.upperBound).map {
        .dash(distance: $0)
      }
    default:
      guard flies else { return .melee }
      let speed = fields.speed(
        "projectileSpeed", in: Limits.projectileSpeedUnits,
        default: Limits.projectileSpeedUsualUnits)
      return speed.map { .projectile(speed: $0) }
    }
  }

  private func warnOfUnused(
    _ key: String, unless isUsed: Bool, _ fields: JSONFields, _ type: String
  ) {
    guard !isUsed, fields.has(key) else { return }
    fields.log.warning(
      fields.place, "\(quoted(key)) means nothing for this skill of type \(quoted(type)).",
      "Remove it, or correct 'type' or 'range'.")
  }

  /// A skill that does nothing to anybody is a mistake.
  private func hasEffect(
    _ shape: SkillDefinition.Shape, _ effects: [SkillDefinition.Effect], _ fields: JSONFields
  ) -> Bool {
    if case .dash = shape { return true }
    let heals = effects.contains { if case .heal = $0 { true } else { false } }
    let hurts = effects.contains { if case .heal = $0 { false } else { true } }
    guard shape == .heal ? heals : hurts else {
      fields.log.error(
        fields.place,
        shape == .heal ? "It has no effect that heals." : "It has no effect on a foe.",
        shape == .heal
          ? "Add {\"type\": \"heal\", \"value\": 40} to 'effects'."
          : "Add {\"type\": \"damage\", \"value\": 30} to 'effects'.")
      return false
    }
    if shape == .heal ? hurts : heals {
      fields.log.warning(
        fields.place,
        shape == .heal
          ? "Only its effects of type 'heal' act: it meets friends."
          : "Its effects of type 'heal' do not act: it meets foes.", "Make two skills of it.")
    }
    return true
  }
}
