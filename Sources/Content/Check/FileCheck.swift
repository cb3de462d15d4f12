import Model

/// Checks one file by what it is.
struct FileCheck {
  /// What a file turned out to be.
  enum Kind: Hashable {
    case map, tileset, schema, other
  }

  /// The endings of files that this module has an opinion on.
  static let suffixes: Set<String> = ["json", "tmj", "tsj", "tmx", "tsx", "tx", "tj", "world"]

  let source: ContentSource

  /// Reads the file and writes down what is wrong with it.
  @discardableResult
  func check(_ file: FilePath) -> Kind {
    let log = source.log(of: file)
    if let feature = unsupported(file.suffix) {
      log.error(
        "", "\(feature) are not supported yet.",
        "In Tiled, export the file as JSON and use that file.")
      return .other
    }
    guard let document = source.document(file) else { return .other }
    guard case .object(let members) = document else {
      log.error(
        "", "This is \(document.kind), not content.", "Remove the file or correct it.")
      return .other
    }
    switch members["type"] {
    case .string("map")?:
      let entry = WorldManifest.Entry(id: MapID(0), name: file.stem, file: file)
      _ = WorldReader(source: source).map(entry)
      return .map
    case .string("tileset")?:
      _ = TiledTilesetReader.read(file, in: source)
      return .tileset
    case .string("template")?:
      log.error("", "Templates are not supported yet.", "Remove the file.")
      return .other
    default:
      if members["$schema"] != nil { return .schema }
      log.error(
        "", "This is neither a map nor a tileset of Tiled nor a JSON Schema.",
        "Its 'type' must be \"map\" or \"tileset\"; remove other files from the content folder.")
      return .other
    }
  }

  private func unsupported(_ suffix: String) -> String? {
    switch suffix {
    case "tx", "tj": "Templates"
    case "world": "Tiled's worlds"
    default: nil
    }
  }
}
