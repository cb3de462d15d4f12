import Model
import Storage
import Wire

/// Sets what a character is. What is not given stays.
struct SetAttributes: OperationKind {
  var health: UInt32?
  var mana: UInt32?
  var level: UInt32?
  var experience: UInt64?

  static let name = "set-attributes"
  static let permission = Permission.setAttributes
  static let summary = "Set health, mana, level or experience of a character."
  static let scopes: [OperationScope.Name] = [.character]
  static let members: [JSONShape.Member] = [
    .init(
      "health", .integer(min: 1, max: Int64(Int32.max)), isRequired: false,
      "of the living; more than the level allows is all of it"),
    .init(
      "mana", .integer(min: 0, max: Int64(Int32.max)), isRequired: false,
      "more than the level allows is all of it"),
    .init(
      "level", .integer(min: 1, max: Int64(UInt16.max)), isRequired: false,
      "one that the world has"),
    .init(
      "experience", .integer(min: 0, max: Int64.max / 2), isRequired: false,
      "since the level began; at most one short of the next level"),
  ]

  var order: OperationOrder.Kind {
    .attributes(
      CharacterAttributes(health: health, mana: mana, level: level, experience: experience))
  }

  /// What was set, as it was; and what another level cut.
  func inverse(of row: AdminOperationRow) -> Inverse? {
    guard let earlier = row.before.flatMap({ Self.read($0) }) as? SetAttributes else { return nil }
    let isLevelSet = level != nil
    return Inverse(
      order: .attributes(
        CharacterAttributes(
          health: health == nil && !isLevelSet || earlier.health == 0 ? nil : earlier.health,
          mana: mana == nil && !isLevelSet ? nil : earlier.mana,
          level: isLevelSet ? earlier.level : nil,
          experience: experience == nil && !isLevelSet ? nil : earlier.experience)))
  }
}
