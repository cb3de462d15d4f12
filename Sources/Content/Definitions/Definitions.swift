import World

/// What skills and creatures there are in the world, and what players are.
///
/// Numbers are places in the lists, from 1, in the order of the files: all processes that loaded
/// the same files use the same numbers.
public struct Definitions: Hashable, Sendable {
  public let skills: [Skill]
  public let creatures: [Creature]
  /// The same as the game's rules take it.
  public let rules: CombatRules
  private let skillIndices: [String: Int]
  private let creatureIndices: [String: Int]

  /// No skills, no creatures, and players as the rules have them by themselves.
  public static let none = Definitions(skills: [], creatures: [], rules: CombatRules())

  /// - Parameter rules: with everything but the lists of skills and creatures.
  init(skills: [Skill], creatures: [Creature], rules: CombatRules) {
    self.skills = skills
    self.creatures = creatures
    var rules = rules
    rules.skills = skills.map(\.definition)
    rules.creatures = creatures.map(\.definition)
    self.rules = rules
    skillIndices = Dictionary(
      skills.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    creatureIndices = Dictionary(
      creatures.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The skill that designers call so.
  public func skill(id: String) -> Skill? { skillIndices[id].map { skills[$0] } }

  /// The kind of creature that designers call so: a `monsterId`.
  public func creature(id: String) -> Creature? { creatureIndices[id].map { creatures[$0] } }
}
