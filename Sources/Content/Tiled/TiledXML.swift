/// Says in the words of Tiled's JSON what Tiled's XML says, so that one reader serves both.
///
/// What is not well-formed is handed on as text: the reader reports it by its place.
enum TiledXML {
  /// Nil when the root is nothing of Tiled's.
  static func document(_ root: XMLNode) -> JSONValue? {
    switch root.name {
    case "map": .object(map(root))
    case "tileset": .object(tileset(root).merging(["type": .string("tileset")]) { $1 })
    case "template": .object(template(root))
    default: nil
    }
  }

  private static func map(_ node: XMLNode) -> [String: JSONValue] {
    var members = common(node)
    members["type"] = .string("map")
    members["tilesets"] = .array(
      node.children.filter { $0.name == "tileset" }.map { .object(tileset($0)) })
    members["layers"] = layers(node, isInfinite: members["infinite"] == .boolean(true))
    return members
  }

  private static func template(_ node: XMLNode) -> [String: JSONValue] {
    var members: [String: JSONValue] = ["type": .string("template")]
    members["object"] = node.child("object").map { .object(object($0)) }
    members["tileset"] = node.child("tileset").map { .object(tileset($0)) }
    return members
  }

  private static let layerTypes = [
    "layer": "tilelayer", "objectgroup": "objectgroup", "imagelayer": "imagelayer",
    "group": "group",
  ]

  private static func layers(_ owner: XMLNode, isInfinite: Bool) -> JSONValue {
    .array(
      owner.children.compactMap { node in
        guard let type = layerTypes[node.name] else { return nil }
        var members = common(node)
        members["type"] = .string(type)
        switch type {
        case "group": members["layers"] = layers(node, isInfinite: isInfinite)
        case "objectgroup": members["objects"] = objects(node)
        case "imagelayer": members["image"] = node.child("image").map(imageFile)
        default:
          if let data = node.child("data") {
            members.merge(cells(data, isInfinite: isInfinite)) { $1 }
          }
        }
        return .object(members)
      })
  }

  private static func objects(_ group: XMLNode) -> JSONValue {
    .array(group.children.filter { $0.name == "object" }.map { .object(object($0)) })
  }

  /// The cells of a layer, and how they are written.
  private static func cells(_ data: XMLNode, isInfinite: Bool) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    let encoding = data.attributes["encoding"]
    if let encoding, encoding != "csv" {
      members["encoding"] = .string(encoding)
      members["compression"] = .string(data.attributes["compression"] ?? "")
    }
    let chunks = data.children.filter { $0.name == "chunk" }
    if !chunks.isEmpty
      || isInfinite && data.children.isEmpty && data.text.utf8.allSatisfy(\.isSpace)
    {
      members["chunks"] = .array(
        chunks.map { chunk in
          .object(common(chunk).merging(["data": numbers(chunk, encoding)]) { $1 })
        })
    } else {
      members["data"] = numbers(data, encoding)
    }
    return members
  }

  private static func numbers(_ owner: XMLNode, _ encoding: String?) -> JSONValue {
    switch encoding {
    case nil:
      let tiles = owner.children.filter { $0.name == "tile" }
      return .array(tiles.map { number($0.attributes["gid"] ?? "0") })
    case "csv"?:
      // One more than any layer has: the reader counts them.
      let texts = owner.text.utf8.split(
        separator: UInt8(ascii: ","), maxSplits: Limits.layerTilesMax)
      return .array(
        texts.map { part in
          number(String(decoding: part.filter { !$0.isSpace }, as: UTF8.self))
        })
    default: return .string(owner.text)
    }
  }

  private static func object(_ node: XMLNode) -> [String: JSONValue] {
    var members = common(node)
    for shape in ["point", "ellipse"] where node.child(shape) != nil {
      members[shape] = .boolean(true)
    }
    for shape in ["polygon", "polyline"] {
      members[shape] = node.child(shape).map { points($0.attributes["points"] ?? "") }
    }
    if let text = node.child("text") {
      members["text"] = .object(common(text).merging(["text": .string(text.text)]) { $1 })
    }
    return members
  }

  /// `0,0 12.5,-3 …`
  private static func points(_ text: String) -> JSONValue {
    .array(
      text.utf8.split(maxSplits: Limits.objectPointsMax, whereSeparator: \.isSpace).map { point in
        let pair = point.split(separator: UInt8(ascii: ","), maxSplits: 1)
          .map { number(String(decoding: $0, as: UTF8.self)) }
        guard pair.count == 2 else {
          return .string(String(decoding: point, as: UTF8.self))
        }
        return .object(["x": pair[0], "y": pair[1]])
      })
  }

  private static func imageFile(_ node: XMLNode) -> JSONValue {
    .string(node.attributes["source"] ?? "")
  }

  private static func tileset(_ node: XMLNode) -> [String: JSONValue] {
    var members = common(node)
    if let image = node.child("image") {
      members["image"] = imageFile(image)
      members["imagewidth"] = image.attributes["width"].map(number)
      members["imageheight"] = image.attributes["height"].map(number)
      members["transparentcolor"] = image.attributes["trans"].map { .string($0) }
    }
    if let offset = node.child("tileoffset") { members["tileoffset"] = .object(common(offset)) }
    let tiles = node.children.filter { $0.name == "tile" }
    if !tiles.isEmpty { members["tiles"] = .array(tiles.map { .object(tile($0)) }) }
    return members
  }

  private static func tile(_ node: XMLNode) -> [String: JSONValue] {
    var members = common(node)
    members["image"] = node.child("image").map(imageFile)
    if let group = node.child("objectgroup") {
      members["objectgroup"] = .object(["objects": objects(group)])
    }
    if let animation = node.child("animation") {
      members["animation"] = .array(
        animation.children.filter { $0.name == "frame" }.map { .object(common($0)) })
    }
    return members
  }
}
