import Testing

@testable import Content

/// Each mistake in a file of definitions is one finding: what is wrong, where, and what to do.
struct DefinitionRefusalTests {
  private func report(
    monsters: String? = nil, skills: String? = nil, players: String? = nil
  ) -> ContentReport {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.define(monsters: monsters, skills: skills, players: players)
    return world.read().report
  }

  private static let skill = #"""
    {"id": "hit", "name": "Hit", "type": "melee", "cooldown": 800, "manaCost": 0, "range": 40,
    "effects": [{"type": "damage", "value": 5}]}
    """#
  private static let monster = #"""
    {"monsterId": "rat", "name": "Rat", "level": 1,
    "stats": {"health": 5, "attack": 1, "defense": 0, "speed": 80, "detectRange": 100,
    "attackRange": 30, "fleeHealthPercent": 0.2},
    "ai": {"behavior": "aggressive", "patrolRadius": 10, "chaseDistance": 100,
    "returnDistance": 100}, "skills": ["hit"]}
    """#

  /// A change of a good file, and what is said of it.
  struct Mistake: CustomStringConvertible, Sendable {
    var old: String
    var new: String
    var place: String
    var sentence: String
    var remedy: String?

    init(
      _ old: String, _ new: String, at place: String = "", says sentence: String,
      remedy: String? = nil
    ) {
      self.old = old
      self.new = new
      self.place = place
      self.sentence = sentence
      self.remedy = remedy
    }

    var description: String { "\(old) -> \(new)" }
  }

  private func expect(_ report: ContentReport, _ mistake: Mistake, in file: String) {
    #expect(!report.isGood)
    #expect(report.findings.map(\.sentence) == [mistake.sentence])
    #expect(report.findings.map(\.place) == [mistake.place])
    #expect(report.findings.map(\.file) == [file])
    if let remedy = mistake.remedy { #expect(report.findings.map(\.remedy) == [remedy]) }
  }

  static let hit = "skill 'hit'"
  static let skillMistakes = [
    Mistake(#""id": "hit","#, "", at: "skill 1", says: "'id' is missing."),
    Mistake(
      #""id": "hit","#, #""id": "h t","#, at: "skill 1", says: "'h t' is no id.",
      remedy: "Use 1 … 64 letters, digits and the signs _ - . only."),
    Mistake(
      #""type": "melee""#, #""type": "mele""#, at: hit,
      says: "'type' is 'mele', which the game does not know.", remedy: "Did you mean 'melee'?"),
    Mistake(
      #""type": "melee""#, #""type": "song""#, at: hit,
      says: "'type' is 'song', which the game does not know.",
      remedy: "Use one of damage, melee, projectile, heal, dash."),
    Mistake(#""type": "melee","#, "", at: hit, says: "'type' is missing."),
    Mistake("800", "-1", at: hit, says: "'cooldown' is -1, outside 0 … 3600000."),
    Mistake("800", "2.5", at: hit, says: "'cooldown' must be a whole number, but it is a number."),
    Mistake(
      "800", "9223372036854775807", at: hit,
      says: "'cooldown' is 9223372036854775807, outside 0 … 3600000."),
    Mistake(
      #""manaCost": 0"#, #""manaCost": 1000001"#, at: hit,
      says: "'manaCost' is 1000001, outside 0 … 1000000."),
    Mistake(
      #""range": 40"#, #""range": 0"#, at: hit, says: "'range' is 0.0, outside 1.0 … 32768.0."),
    Mistake(
      #""range": 40"#, #""range": 1e300"#, at: hit,
      says: "'range' is 1e+300, outside 1.0 … 32768.0."
    ),
    Mistake(#""range": 40,"#, "", at: hit, says: "'range' is missing."),
    Mistake(
      #""range": 40"#, #""range": 40, "radius": -1"#, at: hit,
      says: "'radius' is -1.0, outside 0.0 … 32768.0."),
    Mistake(
      #""range": 40"#, #""range": 40, "level": 1001"#, at: hit,
      says: "'level' is 1001, outside 1 … 1000."),
    Mistake(
      #"[{"type": "damage", "value": 5}]"#, "[]", at: hit, says: "It has no effect on a foe.",
      remedy: #"Add {"type": "damage", "value": 30} to 'effects'."#),
    Mistake(
      #"[{"type": "damage", "value": 5}]"#, "7", at: hit,
      says: "'effects' must be a list, but it is a number."),
    Mistake(
      #"{"type": "damage", "value": 5}"#, "5", at: "skill 'hit', effect 1",
      says: "This must be an object, but it is a number."),
    Mistake(
      #""type": "damage""#, #""type": "buff""#, at: "skill 'hit', effect 1",
      says: "Effects of type 'buff' are not supported yet.",
      remedy: "Use one of damage, heal, push, displacement."),
    Mistake(
      #""type": "damage""#, #""type": "damag""#, at: "skill 'hit', effect 1",
      says: "'type' is 'damag', which the game does not know.", remedy: "Did you mean 'damage'?"),
    Mistake(
      #""value": 5"#, #""value": 5, "element": "fir""#, at: "skill 'hit', effect 1",
      says: "'element' is 'fir', which the game does not know.", remedy: "Did you mean 'fire'?"),
    Mistake(
      #""value": 5"#, #""value": 2000000"#, at: "skill 'hit', effect 1",
      says: "'value' is 2000000, outside 0 … 1000000."),
    Mistake(
      #""type": "melee""#, #""type": "heal""#, at: hit, says: "It has no effect that heals."),
    Mistake(
      #""type": "melee""#, #""type": "dash""#, at: hit, says: "'distance' is missing."),
    Mistake(
      #""type": "melee""#, #""type": "projectile", "projectileSpeed": 0"#, at: hit,
      says: "'projectileSpeed' is 0.0, outside 1.0 … 100000.0."),
  ]

  @Test(arguments: skillMistakes)
  func skills(mistake: Mistake) {
    let text = Self.skill.replacing(mistake.old, with: mistake.new)
    #expect(text != Self.skill)
    expect(report(skills: "[\(text)]"), mistake, in: "skills.json")
  }

  static let rat = "monster 'rat'"
  static let stats = "'stats' of monster 'rat'"
  static let ai = "'ai' of monster 'rat'"
  static let monsterMistakes = [
    Mistake(#""monsterId": "rat","#, "", at: "monster 1", says: "'monsterId' is missing."),
    Mistake(#""name": "Rat","#, "", at: rat, says: "'name' is missing."),
    Mistake(
      #""name": "Rat""#, #""name": """#, at: rat, says: "'name' has 0 bytes, outside 1 … 128."),
    Mistake(#""level": 1"#, #""level": 0"#, at: rat, says: "'level' is 0, outside 1 … 1000."),
    Mistake(
      #""health": 5"#, #""health": 0"#, at: stats,
      says: "'health' is 0, outside 1 … 1000000000."),
    Mistake(
      #""health": 5"#, #""helth": 5"#, at: stats, says: "'health' is missing.",
      remedy: "Did you mean it by 'helth'? Rename it."),
    Mistake(
      #""attack": 1"#, #""attack": -3"#, at: stats, says: "'attack' is -3, outside 0 … 1000000."),
    Mistake(
      #""speed": 80"#, #""speed": 0"#, at: stats, says: "'speed' is 0.0, outside 1.0 … 10000.0."),
    Mistake(
      #""detectRange": 100"#, #""detectRange": 40000"#, at: stats,
      says: "'detectRange' is 40000.0, outside 0.0 … 32768.0."),
    Mistake(
      #""attackRange": 30"#, #""attackRange": 0"#, at: stats,
      says: "'attackRange' is 0.0, outside 1.0 … 32768.0."),
    Mistake(
      #""attackRange": 30"#, #""attackRange": 30, "attackInterval": 49"#, at: stats,
      says: "'attackInterval' is 49, outside 50 … 3600000."),
    Mistake(
      "0.2", "20", at: stats, says: "'fleeHealthPercent' is 20.0, outside 0.0 … 1.0."),
    Mistake(
      #""behavior": "aggressive""#, #""behavior": "angry""#, at: ai,
      says: "'behavior' is 'angry', which the game does not know.",
      remedy: "Use one of aggressive, defensive, passive."),
    Mistake(
      #""chaseDistance": 100"#, #""chaseDistance": "far""#, at: ai,
      says: "'chaseDistance' must be a number, but it is a string."),
    Mistake(
      #""returnDistance": 100"#, #""returnDistance": 100, "patrolSpeed": 0.5"#, at: ai,
      says: "'patrolSpeed' is 0.5, outside 1.0 … 10000.0."),
    Mistake(
      #""returnDistance": 100"#, #""returnDistance": 100, "idleTime": 3600001"#, at: ai,
      says: "'idleTime' is 3600001, outside 0 … 3600000."),
    Mistake(
      #""skills": ["hit"]"#, #""skills": ["hitt"]"#, at: rat, says: "There is no skill 'hitt'.",
      remedy: "Did you mean 'hit'?"),
    Mistake(
      #""skills": ["hit"]"#, #""skills": [5]"#, at: rat,
      says: "Entry 1 of 'skills' must be a string, but it is a number."),
    Mistake(
      #""skills": ["hit"]"#, #""experience": 5000000"#, at: rat,
      says: "'experience' is 5000000, outside 0 … 1000000."),
    Mistake(
      #""skills": ["hit"]"#, #""appearance": {"shape": "bat", "color": "red"}"#,
      at: "'appearance' of monster 'rat'", says: "'color' is 'red', which is no colour.",
      remedy: ##"Write it as "#7aa0ff": six hexadecimal digits."##),
    Mistake(
      #""skills": ["hit"]"#, ##""appearance": {"shape": "bat", "color": "#ffffff", "size": 9}"##,
      at: "'appearance' of monster 'rat'", says: "'size' is 9.0, outside 0.25 … 4.0."),
  ]

  @Test(arguments: monsterMistakes)
  func monsters(mistake: Mistake) {
    let text = Self.monster.replacing(mistake.old, with: mistake.new)
    #expect(text != Self.monster)
    var report = report(monsters: "[\(text)]", skills: "[\(Self.skill)]")
    // A misspelled key is told of twice: that the right one is missing, and that it is not known.
    report = ContentReport(
      files: report.files, findings: report.findings.filter { $0.severity == .error })
    expect(report, mistake, in: "monsters.json")
  }

  static let playerMistakes = [
    Mistake("", #"{"skills": ["hitt"]}"#, at: "players", says: "There is no skill 'hitt'."),
    Mistake("", "[]", at: "players", says: "This must be an object, but it is a list."),
    Mistake(
      "", #"{"health": {"base": 0}}"#, at: "'health' of players",
      says: "'base' is 0, outside 1 … 1000000000."),
    Mistake("", #"{"mana": {}}"#, at: "'mana' of players", says: "'base' is missing."),
    Mistake(
      "", #"{"experience": [5, 0]}"#,
      at: "players", says: "Entry 2 of 'experience' must be a whole number in 1 … 1000000000000.",
      remedy: "Write what level 2 needs to be left."),
    Mistake(
      "", #"{"manaPerSecond": -1}"#, at: "players",
      says: "'manaPerSecond' is -1, outside 0 … 1000000."),
    Mistake(
      "", #"{"respawnTime": -1}"#, at: "players", says: "'respawnTime' is -1, outside 0 … 3600000."),
    Mistake(
      "", #"{"fightTime": 1e99}"#, at: "players",
      says: "'fightTime' must be a whole number, but it is a number."),
  ]

  @Test(arguments: playerMistakes)
  func players(mistake: Mistake) {
    expect(report(skills: "[\(Self.skill)]", players: mistake.new), mistake, in: "players.json")
  }

  @Test func idsAreUnique() {
    let twice = report(skills: "[\(Self.skill), \(Self.skill)]")
    #expect(twice.findings.map(\.sentence) == ["Two skills have this id."])
    #expect(twice.findings.map(\.place) == ["skill 'hit'"])
    let other = report(skills: #"{"hat": \#(Self.skill)}"#)
    #expect(
      other.findings.map(\.sentence) == ["'id' is 'hit', but the entry stands under 'hat'."])
  }

  @Test func skillsMustBeNamedInTheManifest() {
    let report = report(monsters: Self.monster)
    #expect(report.findings.map(\.sentence) == ["There is no skill 'hit'."])
    #expect(report.findings.map(\.remedy) == ["Name a file of skills as 'skills' in world.json."])
  }

  /// What cannot be read is one finding, not one for each that refers to it.
  @Test func aMissingFileIsOneFinding() {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.define(monsters: Self.monster, skills: "[]")
    world.files["skills.json"] = nil
    #expect(
      world.read().report.findings.map(\.sentence) == ["The file 'skills.json' does not exist."])
    world.define(skills: "{")
    #expect(world.read().report.errors == 1)
    #expect(world.read().content == nil)
  }

  @Test func filesLieInTheFolder() {
    var world = SmallWorld()
    world.map.collision[0] = 1
    for value in [#""../a.json""#, "5", "null"] {
      world.files["world.json"] = Array(
        #"{"version": "1.2.3", "start": "here", "maps": [{"id": 7, "file": "maps/small.json"}], "monsters": \#(value)}"#
          .utf8)
      #expect(world.read().report.errors == 1, "\(value)")
    }
  }

  @Test func unknownKeysAreWarnedOf() {
    let text = Self.monster.replacing(#""attack": 1"#, with: #""attack": 1, "atack": 2"#)
      .replacing(#""level": 1"#, with: #""level": 1, "color": "red""#)
    let report = report(monsters: #"{"monsters": [\#(text)], "more": 1}"#, skills: Self.skill)
    #expect(report.isGood)
    #expect(
      report.findings.map(\.line) == [
        "warning: monsters.json: The key 'more' is not known and ignored. Remedy: Remove it.",
        "warning: monsters.json: monster 'rat': The key 'color' is not known and ignored. "
          + "Remedy: Remove it.",
        "warning: monsters.json: 'stats' of monster 'rat': The key 'atack' is not known and "
          + "ignored. Remedy: Did you mean 'attack'?",
      ])
  }

  @Test(arguments: [
    (#""projectileSpeed": 5"#, "'projectileSpeed' means nothing for this skill of type 'melee'."),
    (#""distance": 5"#, "'distance' means nothing for this skill of type 'melee'."),
  ])
  func whatMeansNothingIsWarnedOf(more: String, sentence: String) {
    let report = report(
      skills: Self.skill.replacing(#""range": 40"#, with: #""range": 40, \#(more)"#))
    #expect(report.isGood)
    #expect(report.findings.map(\.sentence) == [sentence])
  }

  @Test func effectsOnTheWrongSideAreWarnedOf() {
    let report = report(
      skills: Self.skill.replacing(
        #""value": 5}"#, with: #""value": 5}, {"type": "heal", "value": 5}"#))
    #expect(report.isGood)
    #expect(
      report.findings.map(\.sentence) == [
        "Its effects of type 'heal' do not act: it meets foes."
      ])
  }

  @Test func shapesWithoutADrawingAreWarnedOf() {
    let report = report(
      monsters: Self.monster.replacing(
        #""skills": ["hit"]"#, with: ##""appearance": {"shape": "wulf", "color": "#ffffff"}"##))
    #expect(report.isGood)
    #expect(report.findings.map(\.remedy) == ["Did you mean 'wolf'?"])
  }

  /// A file that is checked alone is checked with those that it refers to.
  @Test func filesAloneAreCheckedWithTheirWorld() throws {
    var world = SmallWorld()
    world.define(
      monsters: Self.monster.replacing(#"["hit"]"#, with: #"["hitt"]"#), skills: Self.skill)
    let monsters = try #require(FilePath("monsters.json"))
    var source = world.source()
    #expect(DefinitionReader(source: source).check(monsters))
    #expect(source.report.findings.map(\.sentence) == ["There is no skill 'hitt'."])
    // A map is no file of definitions, and neither is anything in a folder without a world.
    source = world.source()
    #expect(!DefinitionReader(source: source).check(try #require(FilePath(SmallWorld.mapFile))))
    #expect(!DefinitionReader(source: source).check(try #require(FilePath("other.json"))))
    world.files["world.json"] = nil
    source = world.source()
    #expect(!DefinitionReader(source: source).check(monsters))
    #expect(source.report.findings.isEmpty)
  }
}
