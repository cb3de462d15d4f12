/// A name that a player may carry: 2 to 24 letters, digits and single `space - ' _ .` between
/// them, in any script.
struct CharacterName: Hashable, Sendable {
  static let charactersMax = 24
  static let charactersMin = 2
  static let bytesMax = 64

  let text: String

  /// nil: not a name.
  init?(_ text: String) {
    guard text.utf8.count <= Self.bytesMax,
      (Self.charactersMin...Self.charactersMax).contains(text.count)
    else { return nil }
    var mayJoin = false
    for character in text {
      guard Self.isLetter(character) || mayJoin && Self.joins.contains(character) else {
        return nil
      }
      mayJoin = Self.isLetter(character)
    }
    guard mayJoin else { return nil }
    self.text = text
  }

  private static let joins: Set<Character> = [" ", "-", "'", "_", "."]

  /// A letter or digit, with at most three marks: towers of marks hide other players' names.
  private static func isLetter(_ character: Character) -> Bool {
    let scalars = character.unicodeScalars
    guard let first = scalars.first, scalars.count <= 4 else { return false }
    switch first.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber:
      break
    default: return false
    }
    return scalars.dropFirst().allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .spacingMark, .otherLetter: true
      default: false
      }
    }
  }
}
