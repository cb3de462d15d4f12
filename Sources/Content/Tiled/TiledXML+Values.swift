extension TiledXML {
  private static let numbers: Set = [
    "id", "x", "y", "width", "height", "tilewidth", "tileheight", "firstgid", "tilecount",
    "columns", "margin", "spacing", "offsetx", "offsety", "parallaxx", "parallaxy", "opacity",
    "rotation", "gid", "tileid", "duration", "nextobjectid",
  ]

  /// The attributes and the properties, with the types that JSON has.
  static func common(_ node: XMLNode) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    for (key, value) in node.attributes {
      switch key {
      case "visible", "infinite": members[key] = flag(value == "1" ? "true" : value)
      case _ where numbers.contains(key): members[key] = number(value)
      default: members[key] = .string(value)
      }
    }
    if let list = node.child("properties") {
      members["properties"] = .array(properties(list).map { .object($0) })
    }
    return members
  }

  private static func properties(_ list: XMLNode) -> [[String: JSONValue]] {
    list.children.filter { $0.name == "property" }.map { node in
      let type = node.attributes["type"] ?? "string"
      var members: [String: JSONValue] = ["type": .string(type)]
      members["name"] = node.attributes["name"].map { .string($0) }
      members["propertytype"] = node.attributes["propertytype"].map { .string($0) }
      let text = node.attributes["value"] ?? node.text
      switch type {
      case "bool": members["value"] = flag(text)
      case "int", "float", "object": members["value"] = number(text)
      case "class":
        let inner = node.child("properties").map(properties) ?? []
        members["value"] = .object(
          inner.reduce(into: [:]) { known, member in
            if case .string(let name)? = member["name"] { known[name] = member["value"] }
          })
      default: members["value"] = .string(text)
      }
      return members
    }
  }

  private static func flag(_ text: String) -> JSONValue {
    switch text {
    case "true": .boolean(true)
    case "false", "0": .boolean(false)
    default: .string(text)
    }
  }

  static func number(_ text: String) -> JSONValue {
    if let whole = Int64(text) { return .integer(whole) }
    if let value = Double(text), value.isFinite { return .number(value) }
    return .string(text)
  }
}
