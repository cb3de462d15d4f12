import Model
import World

/// Reads the effects of one skill.
struct SkillEffectReader {
  static let known = ["type", "value", "element"]
  /// `push` and `displacement` are the same.
  static let types = ["damage", "heal", "push", "displacement"]
  /// Words for effects that other games have, and this one has not yet.
  private static let unsupported: Set = ["buff", "debuff", "stun", "slow", "shield", "summon"]

  static let elements: [String: SkillDefinition.Element] = [
    "physical": .physical, "fire": .fire, "frost": .frost, "nature": .nature, "holy": .holy,
    "shadow": .shadow,
  ]

  let skill: JSONFields

  /// Nil, with findings, when one of them is not usable.
  func read() -> [SkillDefinition.Effect]? {
    guard let values = skill.array("effects", max: Limits.skillEffectsMax, optional: true) else {
      return nil
    }
    let before = skill.log.errors
    let effects = values.enumerated().compactMap { index, value -> SkillDefinition.Effect? in
      let place = "\(skill.place), effect \(index + 1)"
      return JSONFields(value, place: place, log: skill.log).flatMap { effect($0) }
    }
    return skill.log.errors == before ? effects : nil
  }

  private func effect(_ fields: JSONFields) -> SkillDefinition.Effect? {
    if case .string(let type)? = fields.members["type"], Self.unsupported.contains(type) {
      fields.log.error(
        fields.place, "Effects of type \(quoted(type)) are not supported yet.",
        "Use one of \(Self.types.joined(separator: ", ")).")
      return nil
    }
    fields.warnOfUnknown(known: Self.known)
    let type = fields.word("type", among: Self.types)
    let element = element(fields)
    switch type {
    case "damage":
      let value = fields.amount("value", in: 0...Limits.amountMax)
      guard let value, let element else { return nil }
      return .damage(value, element)
    case "heal":
      return fields.amount("value", in: 1...Limits.amountMax).map { .heal($0) }
    case "push", "displacement":
      return fields.length("value", in: 1...Limits.lengthUnits.upperBound).map { .push($0) }
    default: return nil
    }
  }

  private func element(_ fields: JSONFields) -> SkillDefinition.Element? {
    guard fields.has("element") else { return .physical }
    return fields.word("element", among: Self.elements.keys.sorted()).flatMap { Self.elements[$0] }
  }
}
