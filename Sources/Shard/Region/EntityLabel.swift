import Model

/// What a region says of an entity beside its place: kept out of the tick's tables.
struct EntityLabel: Sendable {
  var name: String
  var sequence: HandoffSequence

  /// Creatures are called by their kind, and never change their region.
  static let creature = EntityLabel(name: "", sequence: .none)
}
