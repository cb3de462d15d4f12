import Model

/// What a region says of an entity beside its place: kept out of the tick's tables.
package struct EntityLabel: Sendable {
  var name: String
  var sequence: HandoffSequence

  /// Creatures, items and NPCs are called by content, and never change their region.
  static let unnamed = EntityLabel(name: "", sequence: .none)
}
