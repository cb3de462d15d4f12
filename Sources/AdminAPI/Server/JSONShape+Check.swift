extension JSONShape {
  /// What is wrong with a value, as a sentence that names the place; nil when nothing is.
  func complaint(about value: JSONValue, at place: String = "") -> String? {
    switch (self, value) {
    case (.text, .text(let text)): return complaint(about: text, at: place)
    case (.integer(let min, let max), .integer(let number)):
      return number < min || number > max
        ? "\(Self.name(place)) is \(number), not \(min) ... \(max)." : nil
    case (.number, .integer), (.number, .number), (.flag, .flag), (.anything, _): return nil
    case (.list(let shape, let max), .list(let values)):
      guard values.count <= max else {
        return "\(Self.name(place)) has \(values.count) elements; at most \(max) are allowed."
      }
      for (index, value) in values.enumerated() {
        if let wrong = shape.complaint(about: value, at: "\(place)[\(index)]") { return wrong }
      }
      return nil
    case (.object(let members), .object(let values)):
      return Self.complaint(about: values, members, at: place)
    case (.map(let shape), .object(let values)):
      for (key, value) in values.sorted(by: { $0.key < $1.key }) {
        if let wrong = shape.complaint(about: value, at: Self.join(place, key)) { return wrong }
      }
      return nil
    default: return "\(Self.name(place)) is not \(kind)."
    }
  }

  /// What is wrong with a value of a query or a path, where everything is text.
  func complaint(aboutText text: String, at place: String) -> String? {
    switch self {
    case .text: return complaint(about: text, at: place)
    case .integer:
      guard let number = Int64(text), String(number) == text else {
        return "\(Self.name(place)) is not \(kind)."
      }
      return complaint(about: .integer(number), at: place)
    case .flag:
      return ["true", "false"].contains(text) ? nil : "\(Self.name(place)) is not \(kind)."
    default: return "\(Self.name(place)) is not \(kind)."
    }
  }

  private func complaint(about text: String, at place: String) -> String? {
    guard case .text(let min, let max, let alphabet, let choices) = self else { return nil }
    let count = text.unicodeScalars.count
    if !choices.isEmpty, !choices.contains(text) {
      return "\(Self.name(place)) is none of \(choices.joined(separator: ", "))."
    }
    guard (min...max).contains(count) else {
      return "\(Self.name(place)) has \(count) characters, not \(min) ... \(max)."
    }
    guard alphabet.allows(text) else {
      if case .written = alphabet { return "\(Self.name(place)) is not as it is written here." }
      return "\(Self.name(place)) has a character that is not allowed here."
    }
    return nil
  }

  private static func complaint(
    about values: [String: JSONValue], _ members: [Member], at place: String
  ) -> String? {
    for member in members {
      guard let value = values[member.name] else {
        if member.isRequired { return "\(name(join(place, member.name))) is missing." }
        continue
      }
      if let wrong = member.shape.complaint(about: value, at: join(place, member.name)) {
        return wrong
      }
    }
    let known = Set(members.map(\.name))
    // The name is not repeated: it may be of any length and content.
    if values.keys.contains(where: { !known.contains($0) }) {
      return
        "\(name(place)) has a member that is not one of \(known.sorted().joined(separator: ", "))."
    }
    return nil
  }

  private var kind: String {
    switch self {
    case .text: "a text"
    case .integer: "a whole number"
    case .number: "a number"
    case .flag: "true or false"
    case .list: "a list"
    case .object, .map: "an object"
    case .anything: "JSON"
    }
  }

  private static func name(_ place: String) -> String {
    place.isEmpty ? "The body" : "`\(place)`"
  }

  private static func join(_ place: String, _ key: String) -> String {
    place.isEmpty ? key : "\(place).\(key)"
  }
}
