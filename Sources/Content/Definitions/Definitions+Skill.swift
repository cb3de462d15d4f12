import World

extension Definitions {
  /// A skill: how the rules take it, and what players read and see of it.
  public struct Skill: Hashable, Sendable {
    public let number: SkillNumber
    /// What other files call it.
    public let id: String
    /// What players read.
    public let name: String
    public let description: String
    /// Names a picture; clients draw one of their own without it.
    public let icon: String?
    /// Names what clients show of its use.
    public let animation: String?
    public let definition: SkillDefinition

    /// How it finds whom it meets, in a word that clients know.
    public var type: String {
      switch definition.shape {
      case .melee: "melee"
      case .projectile: "projectile"
      case .heal: "heal"
      case .dash: "dash"
      }
    }
  }
}
