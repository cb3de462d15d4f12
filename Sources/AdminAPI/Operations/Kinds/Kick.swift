import Model
import Wire

/// Ends sessions. Their characters leave at once; the players are told why, and may come back.
struct Kick: OperationKind {
  /// What the player reads; empty: that a game master did it.
  var message: String?

  static let name = "kick"
  static let permission = Permission.kick
  static let summary = "End the session of a character, or those of an account."
  static let scopes: [OperationScope.Name] = [.character, .account]
  static let members: [JSONShape.Member] = [
    .init(
      "message", .text(max: AdminLimits.kickMessageMax), isRequired: false, "what the player reads")
  ]

  var order: OperationOrder.Kind { .kick(reason: message ?? "") }
}
