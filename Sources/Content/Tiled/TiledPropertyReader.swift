/// Reads the custom properties of Tiled's JSON: `[{"name": …, "type": …, "value": …}]`.
enum TiledPropertyReader {
  /// The properties of a map, layer, tile or object; those that make no sense are reported.
  ///
  /// - Parameter classes: complete the values of properties that are of a class.
  static func read(_ owner: JSONFields, classes: TiledClasses) -> [String: PropertyValue] {
    if case .object? = owner.members["properties"] {
      owner.log.error(
        owner.place, "Its properties are in the format of Tiled before 1.2.",
        "Open the file in Tiled 1.2 or later and save it again.")
      return [:]
    }
    let entries = owner.array("properties", max: Limits.propertiesMax, optional: true) ?? []
    return read(entries, of: owner, noun: "property", classes: classes)
  }

  static func read(
    _ entries: [JSONValue], of owner: JSONFields, noun: String, classes: TiledClasses
  ) -> [String: PropertyValue] {
    var properties: [String: PropertyValue] = [:]
    for (index, entry) in entries.enumerated() {
      guard
        let fields = JSONFields(
          entry, place: "\(owner.place), \(noun) \(index + 1)", log: owner.log),
        let name = fields.string("name"),
        let value = value(fields.named("\(owner.place), \(noun) \(quoted(name))"), classes)
      else { continue }
      if properties.updateValue(value, forKey: name) != nil {
        owner.log.error(
          owner.place, "The \(noun) \(quoted(name)) stands twice.", "Remove one of the two.")
      }
    }
    return properties
  }

  private static func value(_ fields: JSONFields, _ classes: TiledClasses) -> PropertyValue? {
    guard let value = fields.members["value"] else {
      fields.log.error(fields.place, "'value' is missing.", "Give the property a value.")
      return nil
    }
    guard let type = fields.string("type", default: implied(by: value)) else { return nil }
    let property: PropertyValue? =
      switch (type, value) {
      case ("string", .string(let text)), ("file", .string(let text)), ("color", .string(let text)):
        .string(text)
      case ("bool", .boolean(let flag)): .boolean(flag)
      case ("int", _): value.wholeNumber.map { .integer($0) }
      case ("float", _): value.double.map { .number($0) }
      case ("object", _): value.wholeNumber.map { .object($0) }
      case ("class", .object(let members)):
        .structure(structure(members).completed(by: usual(fields, classes)))
      default: nil
      }
    if property == nil {
      let known = ["string", "file", "color", "bool", "int", "float", "object", "class"]
      fields.log.error(
        fields.place,
        known.contains(type)
          ? "Its type is \(quoted(type)), but its value is \(value.kind)."
          : "The property type \(quoted(type)) is not known.",
        "Use one of Tiled's types (\(known.joined(separator: ", "))) and a value of that type.")
    }
    return property
  }

  /// What the members of a value are that it does not have itself.
  private static func usual(
    _ fields: JSONFields, _ classes: TiledClasses
  ) -> [String: PropertyValue] {
    guard case .string(let name)? = fields.members["propertytype"] else { return [:] }
    return classes.members(of: name, as: .property)
  }

  /// The type of a property that does not say it.
  private static func implied(by value: JSONValue) -> String {
    switch value {
    case .boolean: "bool"
    case .integer: "int"
    case .number: "float"
    case .object: "class"
    default: "string"
    }
  }

  /// Members of a class have no types of their own in the file; a list cannot be one.
  private static func structure(_ members: [String: JSONValue]) -> [String: PropertyValue] {
    members.compactMapValues { member in
      switch member {
      case .boolean(let flag): .boolean(flag)
      case .integer(let number): Int(exactly: number).map { .integer($0) }
      case .number(let number): .number(number)
      case .string(let text): .string(text)
      case .object(let inner): .structure(structure(inner))
      case .null, .array: nil
      }
    }
  }
}
