import World

extension Definitions {
  /// A kind of creature: how the rules take it, and what players read and see of it.
  public struct Creature: Hashable, Sendable {
    public let number: CreatureNumber
    /// What maps and other files call it: `monsterId`.
    public let id: String
    /// What players read.
    public let name: String
    public let description: String
    /// What clients draw; they choose when it is nil.
    public let appearance: Appearance?
    /// Names what it leaves when it dies.
    public let lootTable: String?
    public let definition: CreatureDefinition
  }

  /// How a kind of creature looks.
  public struct Appearance: Hashable, Sendable, Codable {
    /// A word that clients have a drawing for: see `shapes`.
    public let shape: String
    /// `#rrggbb`.
    public let color: String
    /// 1 is as large as a player.
    public let size: Double

    /// What the play client has drawings for.
    public static let shapes = [
      "slime", "goblin", "wolf", "bat", "spider", "skeleton", "boar", "wisp", "ghost", "golem",
      "orc",
    ]
  }
}
