import World

/// Reads `players.json`: what players are. Every key may be missing; the rules' own values stand
/// for it.
struct PlayerReader {
  static let known =
    DefinitionList.headKeys + [
      "skills", "health", "mana", "attack", "defense", "experience", "manaPerSecond",
      "healthPerSecond", "fightTime", "respawnTime", "bagCapacity",
    ]

  let log: FindingLog
  /// The ids of all skills, in the order of their numbers.
  let skills: [String]

  /// Writes what the file says into `rules`.
  func read(_ document: JSONValue, into rules: inout CombatRules) {
    guard let fields = JSONFields(document, place: "players", log: log) else { return }
    fields.warnOfUnknown(known: Self.known)
    let numbers = Dictionary(
      skills.enumerated().map { ($1, SkillNumber(UInt16($0 + 1))) },
      uniquingKeysWith: { first, _ in first })
    let references = SkillReferences(fields: fields, numbers: numbers, names: skills)
    rules.playerSkills = references.read("skills", max: Limits.playerSkillsMax) ?? []
    rules.health = growth("health", least: 1, most: Limits.healthMax, fields) ?? rules.health
    rules.mana = growth("mana", least: 0, most: Limits.healthMax, fields) ?? rules.mana
    rules.attack = growth("attack", least: 0, most: Limits.amountMax, fields) ?? rules.attack
    rules.defense = growth("defense", least: 0, most: Limits.amountMax, fields) ?? rules.defense
    rules.experience = experience(fields)
    rules.manaPerSecond = perSecond("manaPerSecond", fields) ?? rules.manaPerSecond
    rules.healthPerSecond = perSecond("healthPerSecond", fields) ?? rules.healthPerSecond
    if fields.has("fightTime") { rules.fightTicks = fields.ticks("fightTime") ?? rules.fightTicks }
    if fields.has("respawnTime") {
      rules.respawnTicks = fields.ticks("respawnTime") ?? rules.respawnTicks
    }
  }

  /// How many stacks a character carries; nil when the file does not say it.
  func bagCapacity(_ document: JSONValue) -> UInt16? {
    guard case .object(let members) = document, members["bagCapacity"] != nil else { return nil }
    let fields = JSONFields(document, place: "players", log: log)
    return fields?.integer("bagCapacity", in: Limits.bagSlots).map { UInt16($0) }
  }

  private func growth(
    _ key: String, least: Int, most: Int, _ fields: JSONFields
  ) -> CombatRules.Growth? {
    guard let section = fields.optionalObject(key) else { return nil }
    section.warnOfUnknown(known: ["base", "perLevel"])
    let base = section.amount("base", in: least...most)
    let perLevel = section.amount("perLevel", in: 0...Limits.amountMax, default: 0)
    guard let base, let perLevel else { return nil }
    return CombatRules.Growth(base: base, perLevel: perLevel)
  }

  private func perSecond(_ key: String, _ fields: JSONFields) -> Int32? {
    fields.has(key) ? fields.amount(key, in: 0...Limits.amountMax) : nil
  }

  private func experience(_ fields: JSONFields) -> [UInt64] {
    let values = fields.array("experience", max: Limits.levelsMax - 1, optional: true) ?? []
    return values.enumerated().compactMap { index, value in
      if let number = value.wholeNumber, (1...Limits.experienceMax).contains(number) {
        return UInt64(number)
      }
      log.error(
        fields.place,
        "Entry \(index + 1) of 'experience' must be a whole number in 1 … "
          + "\(Limits.experienceMax).", "Write what level \(index + 1) needs to be left.")
      return nil
    }
  }
}
