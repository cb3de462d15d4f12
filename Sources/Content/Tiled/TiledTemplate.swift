/// An object that others are made of: each may have members and properties of its own over it.
struct TiledTemplate: Hashable {
  /// In the words of Tiled's JSON, without properties.
  var object: [String: JSONValue] = [:]
  var properties: [String: PropertyValue] = [:]
  /// The tileset that the object's tile is of.
  var tileset: TiledMapTileset?

  private static let shapes = ["point", "ellipse", "polygon", "polyline", "text", "gid"]

  /// What an instance takes over: all but its place, and no shape when it has one itself.
  func members(under own: JSONFields) -> [String: JSONValue] {
    guard !object.isEmpty else { return [:] }
    var members = object
    for key in ["id", "x", "y"] { members[key] = nil }
    if Self.shapes.contains(where: own.has) {
      for key in Self.shapes { members[key] = nil }
    }
    return members
  }
}

/// Decodes templates: the JSON of a `.tj`, or the XML of a `.tx` told in its words.
enum TiledTemplateReader {
  /// The template in a file; nil, with findings in that file's log, when it is not usable. Each
  /// file is decoded once.
  static func read(_ file: FilePath, in source: ContentSource) -> TiledTemplate? {
    if let known = source.templates[file] { return known }
    let template = decode(file, in: source)
    source.templates.updateValue(template, forKey: file)
    return template
  }

  private static func decode(_ file: FilePath, in source: ContentSource) -> TiledTemplate? {
    guard let document = source.document(file),
      let fields = JSONFields(document, place: "template", log: source.log(of: file)),
      let type = fields.string("type", default: "template")
    else { return nil }
    guard type == "template" else {
      fields.log.error(
        "template", "This is a Tiled \(quoted(type)), not a template.", "Name a template here.")
      return nil
    }
    let before = fields.log.errors
    guard let object = fields.object("object") else { return nil }
    var template = TiledTemplate(object: object.members)
    template.object["properties"] = nil
    let classes = TiledProjectReader.classes(near: file, in: source)
    template.properties = TiledPropertyReader.read(object, classes: classes)
    if fields.has("tileset") {
      guard let tileset = fields.object("tileset"),
        let entry = TiledTilesetReader.entry(tileset, file: file, in: source)
      else { return nil }
      template.tileset = entry
    }
    guard !object.has("template") else {
      fields.log.error(
        "template", "A template cannot be made of another one.", "Remove 'template' from it.")
      return nil
    }
    guard fields.log.errors == before, isUsable(template, object, file, source) else { return nil }
    return template
  }

  /// Reads the object as an instance would, so that mistakes are reported for the template itself.
  private static func isUsable(
    _ template: TiledTemplate, _ object: JSONFields, _ file: FilePath, _ source: ContentSource
  ) -> Bool {
    let tilesets = template.tileset.map { [$0] } ?? []
    var reader = TiledObjectReader(
      source: source, file: file, classes: TiledProjectReader.classes(near: file, in: source),
      tiles: TileTable(tilesets: tilesets), isPartial: false)
    let place: [String: JSONValue] = ["x": .integer(0), "y": .integer(0)]
    return reader.read(object.over(place), layer: "the template") != nil
  }
}
