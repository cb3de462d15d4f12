import Model
import World

/// Reads `monsters.json`.
struct CreatureReader {
  /// What was read of one entry: of a creature that is not usable its id alone.
  struct Entry {
    var id: String
    var creature: Definitions.Creature?
  }

  static let behaviors: [String: CreatureDefinition.Behavior] = [
    "aggressive": .aggressive, "defensive": .defensive, "passive": .passive,
  ]
  /// What a creature has when the file does not say: milliseconds.
  static let attackMilliseconds = 1_500
  static let idleMilliseconds = 3_000
  /// Experience for each level, when the file does not say.
  static let experiencePerLevel = 10

  static let known = [
    "monsterId", "name", "description", "level", "stats", "ai", "skills", "lootTable",
    "experience", "appearance", "icon", "animation",
  ]
  static let knownStats = [
    "health", "attack", "defense", "speed", "detectRange", "attackRange", "fleeHealthPercent",
    "attackInterval",
  ]
  static let knownAI = [
    "behavior", "patrolRadius", "chaseDistance", "returnDistance", "patrolSpeed", "idleTime",
  ]

  let log: FindingLog
  /// The ids of all skills, usable or not, in the order of their numbers.
  let skills: [String]
  /// The ids of all loot tables, usable or not, in the order of their numbers.
  let lootTables: [String]
  private let numbers: [String: SkillNumber]

  init(log: FindingLog, skills: [String], lootTables: [String] = []) {
    self.log = log
    self.skills = skills
    self.lootTables = lootTables
    numbers = Dictionary(
      skills.enumerated().map { ($1, SkillNumber(UInt16($0 + 1))) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The creatures, and how long their regeneration takes when the file says it.
  func read(_ document: JSONValue) -> (entries: [Entry], regenerationTicks: UInt64?) {
    let list = DefinitionList(
      noun: "monster", key: "monsters", idKey: "monsterId", max: Limits.creaturesMax, log: log)
    let entries = list.entries(of: document, headKeys: ["regenerationTime"])
      .enumerated().map { index, entry in
        let number = CreatureNumber(UInt16(index + 1))
        return Entry(id: entry.id, creature: creature(entry.id, number, entry.fields))
      }
    guard case .object(let members) = document, members["regenerationTime"] != nil else {
      return (entries, nil)
    }
    let fields = JSONFields(document, place: "", log: log)
    return (entries, fields?.ticks("regenerationTime", in: Limits.waitMilliseconds))
  }

  private func creature(
    _ id: String, _ number: CreatureNumber, _ fields: JSONFields
  ) -> Definitions.Creature? {
    fields.warnOfUnknown(known: Self.known)
    let before = log.errors
    let name = fields.text("name", max: Limits.nameBytesMax)
    let description = fields.text("description", max: Limits.descriptionBytesMax, default: "")
    let loot = fields.text("lootTable", max: Limits.nameBytesMax, default: "")
    let appearance = AppearanceReader(shapes: Definitions.Appearance.shapes).read(fields)
    let table = loot.map { lootTable($0, fields) }
    let definition = definition(fields, loot: table ?? .none)
    guard let name, let description, let loot, let definition, log.errors == before else {
      return nil
    }
    return Definitions.Creature(
      number: number, id: id, name: name, description: description, appearance: appearance,
      lootTable: loot.isEmpty ? nil : loot, definition: definition)
  }

  /// Without any tables nothing is left behind, which is a world's own affair; but a table that is
  /// not among others is a mistake.
  private func lootTable(_ id: String, _ fields: JSONFields) -> LootTableNumber {
    guard !id.isEmpty else { return .none }
    if let index = lootTables.firstIndex(of: id) { return LootTableNumber(UInt16(index + 1)) }
    LootReference(id: id, known: lootTables).report(fields.place, log)
    return .none
  }

  private func definition(_ fields: JSONFields, loot: LootTableNumber) -> CreatureDefinition? {
    let level = fields.integer("level", in: 1...Limits.levelsMax)
    let experience = fields.integer(
      "experience", in: 0...Limits.amountMax, default: (level ?? 1) * Self.experiencePerLevel)
    let skills = skillNumbers(fields)
    let stats = fields.object("stats").flatMap { Stats($0, known: Self.knownStats) }
    let ai = fields.object("ai")
    let mind = ai.flatMap { Mind($0, known: Self.knownAI, speed: stats?.speed ?? 1) }
    guard let level, let experience, let skills, let stats, let mind else { return nil }
    return CreatureDefinition(
      level: UInt16(level), healthMax: stats.health, attack: stats.attack, defense: stats.defense,
      speed: stats.speed, patrolSpeed: mind.patrolSpeed, detectRange: stats.detectRange,
      attackRange: stats.attackRange, attackTicks: stats.attackTicks,
      fleeHealthPercent: stats.fleeHealthPercent, behavior: mind.behavior,
      patrolRadius: mind.patrolRadius, chaseDistance: mind.chaseDistance,
      returnDistance: mind.returnDistance, idleTicks: mind.idleTicks, skills: skills,
      experience: UInt32(experience), loot: loot)
  }

  private func skillNumbers(_ fields: JSONFields) -> [SkillNumber]? {
    SkillReferences(fields: fields, numbers: numbers, names: skills)
      .read("skills", max: Limits.creatureSkillsMax)
  }
}

/// The numbers under `stats`.
private struct Stats {
  var health: Int32
  var attack: Int32
  var defense: Int32
  var speed: Fixed
  var detectRange: Fixed
  var attackRange: Fixed
  var attackTicks: UInt64
  var fleeHealthPercent: Int32

  /// Nil, with findings, when one of them is not usable.
  init?(_ fields: JSONFields, known: [String]) {
    fields.warnOfUnknown(known: known)
    let health = fields.amount("health", in: 1...Limits.healthMax)
    let attack = fields.amount("attack", in: 0...Limits.amountMax)
    let defense = fields.amount("defense", in: 0...Limits.amountMax)
    let speed = fields.speed("speed")
    let detectRange = fields.length("detectRange")
    let attackRange = fields.length("attackRange", in: 1...Limits.lengthUnits.upperBound)
    let interval = fields.ticks(
      "attackInterval", in: Limits.waitMilliseconds, default: CreatureReader.attackMilliseconds)
    let share = fields.number("fleeHealthPercent", in: 0...1, default: 0)
    guard let health, let attack, let defense, let speed, let detectRange, let attackRange,
      let interval, let share
    else { return nil }
    self.health = health
    self.attack = attack
    self.defense = defense
    self.speed = speed
    self.detectRange = detectRange
    self.attackRange = attackRange
    attackTicks = interval
    fleeHealthPercent = Int32((share * 100).rounded())
  }
}

/// The numbers under `ai`.
private struct Mind {
  var behavior: CreatureDefinition.Behavior
  var patrolRadius: Fixed
  var patrolSpeed: Fixed
  var chaseDistance: Fixed
  var returnDistance: Fixed
  var idleTicks: UInt64

  /// Nil, with findings, when one of them is not usable.
  init?(_ fields: JSONFields, known: [String], speed: Fixed) {
    fields.warnOfUnknown(known: known)
    let words = CreatureReader.behaviors
    let behavior = fields.word("behavior", among: words.keys.sorted()).flatMap { words[$0] }
    let patrolRadius = fields.length("patrolRadius", default: 0)
    let patrolSpeed = fields.has("patrolSpeed") ? fields.speed("patrolSpeed") : max(1, speed / 2)
    let chaseDistance = fields.length("chaseDistance", in: 1...Limits.lengthUnits.upperBound)
    let returnDistance = fields.length("returnDistance", in: 1...Limits.lengthUnits.upperBound)
    let idle = fields.ticks("idleTime", default: CreatureReader.idleMilliseconds)
    guard let behavior, let patrolRadius, let patrolSpeed, let chaseDistance, let returnDistance,
      let idle
    else { return nil }
    self.behavior = behavior
    self.patrolRadius = patrolRadius
    self.patrolSpeed = patrolSpeed
    self.chaseDistance = chaseDistance
    self.returnDistance = returnDistance
    idleTicks = idle
  }
}
