/// The classes that a project of Tiled declares: what their members are when nobody says otherwise.
struct TiledClasses: Hashable {
  struct Class: Hashable {
    var members: [String: PropertyValue] = [:]
    /// Of what it may be the class; empty: of everything.
    var uses: Set<String> = []
  }

  /// What may have a class, in Tiled's words.
  enum Use: String {
    case map, layer, object, tile
    /// The value of a property.
    case property
  }

  var classes: [String: Class] = [:]

  static let none = TiledClasses()

  /// The members of a class with their usual values; none of a class that the project does not know.
  func members(of name: String, as use: Use) -> [String: PropertyValue] {
    guard !name.isEmpty, let found = classes[name],
      found.uses.isEmpty || found.uses.contains(use.rawValue)
    else { return [:] }
    return found.members
  }
}

extension [String: PropertyValue] {
  /// The same, with what it lacks of other ones; values of classes are completed within.
  func completed(by usual: Self) -> Self {
    guard !usual.isEmpty else { return self }
    return merging(usual) { own, usual in
      guard case .structure(let members) = own, case .structure(let more) = usual else {
        return own
      }
      return .structure(members.completed(by: more))
    }
  }
}
