import Model

/// Checks one file by what it is.
struct FileCheck {
  /// What a file turned out to be.
  enum Kind: String, Hashable {
    case map = "a map"
    case tileset = "a tileset"
    case template = "a template"
    case world = "a world of Tiled"
    case definitions = "definitions"
    case schema = "a JSON Schema"
    case other = "nothing of the game's"
  }

  /// The endings of files that this module has an opinion on.
  static let formats: Set<String> = ["json", "tmj", "tsj", "tmx", "tsx", "tx", "tj", "world"]

  let source: ContentSource

  /// Reads the file and writes down what is wrong with it.
  @discardableResult
  func check(_ file: FilePath) -> Kind {
    let log = source.log(of: file)
    guard let document = source.document(file) else { return .other }
    if DefinitionReader(source: source).check(file) { return .definitions }
    guard case .object(let members) = document else {
      log.error(
        "", "This is \(document.kind), not content.", "Remove the file or correct it.")
      return .other
    }
    switch members["type"] {
    case .string("map")?:
      checkMap(file)
      return .map
    case .string("tileset")?:
      _ = TiledTilesetReader.read(file, in: source)
      return .tileset
    case .string("template")?:
      _ = TiledTemplateReader.read(file, in: source)
      return .template
    case .string("world")?:
      checkWorld(file, document)
      return .world
    case nil where file.format == "world":
      checkWorld(file, document)
      return .world
    default:
      if members["$schema"] != nil { return .schema }
      log.error(
        "", "This is no map, tileset, template or world of Tiled and no JSON Schema.",
        "Its 'type' must be \"map\", \"tileset\", \"template\" or \"world\"; remove other files "
          + "from the content folder.")
      return .other
    }
  }

  private func checkMap(_ file: FilePath) {
    let entry = WorldManifest.Entry(id: MapID(0), name: file.stem, file: file)
    _ = WorldReader(source: source).map(entry)
  }

  /// The world and each of its maps, alone: the game has no seams between maps, only portals.
  private func checkWorld(_ file: FilePath, _ document: JSONValue) {
    let reader = TiledWorldReader(source: source, file: file)
    guard let world = reader.read(document) else { return }
    source.log(of: file).warning(
      "world",
      "The game does not join the maps of a world: its \(world.maps.count) maps are checked one "
        + "by one.", "Join them by portals, or draw them as one map.")
    for map in world.maps { checkMap(map.file) }
  }
}
