/// Says in the words of Tiled's JSON what Tiled's XML says, so that one reader serves both.
///
/// What is not well-formed is handed on as text: the reader reports it by its place.
enum TiledXML {
  /// Nil when the root is nothing of Tiled's.
  static func document(_ root: XMLNode) -> JSONValue? {
    switch root.name {
    case "map": .object(map(root))
    case "tileset": .object(tileset(root).merging(["type": .string("tileset")]) { $1 })
    case "template": .object(["type": .string("template")])
    default: nil
    }
  }

  private static func map(_ node: XMLNode) -> [String: JSONValue] {
    var members = common(node)
    members["type"] = .string("map")
    members["tilesets"] = .array(
      node.children.filter { $0.name == "tileset" }.map { .object(tileset($0)) })
    members["layers"] = layers(node)
    return members
  }

  private static let layerTypes = [
    "layer": "tilelayer", "objectgroup": "objectgroup", "imagelayer": "imagelayer",
    "group": "group",
  ]

  private static func layers(_ owner: XMLNode) -> JSONValue {
    .array(
      owner.children.compactMap { node in
        guard let type = layerTypes[node.name] else { return nil }
        var members = common(node)
        members["type"] = .string(type)
        if type == "group" { members["layers"] = layers(node) }
        if type == "objectgroup" {
          members["objects"] = .array(
            node.children.filter { $0.name == "object" }.map { .object(object($0)) })
        }
        if let data = node.child("data") { members.merge(cells(data)) { $1 } }
        return .object(members)
      })
  }

  private static func cells(_ data: XMLNode) -> [String: JSONValue] {
    if data.child("chunk") != nil { return ["chunks": .array([])] }
    switch data.attributes["encoding"] {
    case nil:
      let tiles = data.children.filter { $0.name == "tile" }
      return ["data": .array(tiles.map { number($0.attributes["gid"] ?? "0") })]
    case "csv"?:
      let texts = data.text.utf8.split(separator: UInt8(ascii: ","))
      let trimmed = texts.prefix(Limits.layerTilesMax + 1).map { part in
        number(String(Substring(part).filter { !$0.isWhitespace }))
      }
      return ["data": .array(trimmed)]
    case let encoding?:
      return [
        "data": .string(data.text), "encoding": .string(encoding),
        "compression": .string(data.attributes["compression"] ?? ""),
      ]
    }
  }

  private static func object(_ node: XMLNode) -> [String: JSONValue] {
    var members = common(node)
    for shape in ["point", "ellipse"] where node.child(shape) != nil {
      members[shape] = .boolean(true)
    }
    for shape in ["polygon", "polyline", "text"] where node.child(shape) != nil {
      members[shape] = .object([:])
    }
    return members
  }

  private static func tileset(_ node: XMLNode) -> [String: JSONValue] {
    var members = common(node)
    if let image = node.child("image") {
      members["image"] = .string(image.attributes["source"] ?? "")
      members["imagewidth"] = image.attributes["width"].map(number)
      members["imageheight"] = image.attributes["height"].map(number)
    }
    if let offset = node.child("tileoffset") { members["tileoffset"] = .object(common(offset)) }
    let tiles = node.children.filter { $0.name == "tile" }
    if !tiles.isEmpty { members["tiles"] = .array(tiles.map { .object(common($0)) }) }
    return members
  }

  private static let numbers: Set = [
    "id", "x", "y", "width", "height", "tilewidth", "tileheight", "firstgid", "tilecount",
    "columns", "margin", "spacing", "offsetx", "offsety", "parallaxx", "parallaxy", "opacity",
    "rotation", "gid",
  ]

  /// The attributes and the properties, with the types that JSON has.
  private static func common(_ node: XMLNode) -> [String: JSONValue] {
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

  private static func number(_ text: String) -> JSONValue {
    if let whole = Int64(text) { return .integer(whole) }
    if let value = Double(text), value.isFinite { return .number(value) }
    return .string(text)
  }
}
