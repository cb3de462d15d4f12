/// Decodes a tileset of one image, embedded in a map or from a file of its own.
struct TiledTilesetReader {
  let source: ContentSource
  /// The file that holds the tileset: its image is found relative to it.
  let file: FilePath
  let fields: JSONFields

  /// The tileset in a file; nil, with findings in that file's log, when it is not usable.
  static func read(_ file: FilePath, in source: ContentSource) -> TiledTileset? {
    if let known = source.tilesets[file] { return known }
    var tileset: TiledTileset?
    if let document = source.document(file),
      let fields = JSONFields(document, place: "tileset", log: source.log(of: file))
    {
      if let type = fields.string("type", default: "tileset"), type != "tileset" {
        fields.log.error(
          "tileset", "This is a Tiled \(quoted(type)), not a tileset.", "Name a tileset here.")
      } else {
        tileset = TiledTilesetReader(source: source, file: file, fields: fields).read()
      }
    }
    source.tilesets.updateValue(tileset, forKey: file)
    return tileset
  }

  func read() -> TiledTileset? {
    guard isSupported(), let name = fields.string("name", default: ""),
      let tileWidth = fields.integer("tilewidth", in: Limits.tileUnits),
      let tileHeight = fields.integer("tileheight", in: Limits.tileUnits),
      let columns = fields.integer("columns", in: 1...Limits.imageSidePixelsMax),
      let tileCount = fields.integer("tilecount", in: 1...Limits.tilesetTilesMax),
      let margin = fields.integer("margin", in: 0...Limits.imageSidePixelsMax, default: 0),
      let spacing = fields.integer("spacing", in: 0...Limits.imageSidePixelsMax, default: 0),
      let width = fields.integer("imagewidth", in: 1...Limits.imageSidePixelsMax),
      let height = fields.integer("imageheight", in: 1...Limits.imageSidePixelsMax),
      let image = image(width: width, height: height)
    else { return nil }
    let tileset = TiledTileset(
      name: name, tileWidth: tileWidth, tileHeight: tileHeight, columns: columns,
      tileCount: tileCount, margin: margin, spacing: spacing, image: image, imageWidth: width,
      imageHeight: height, tileProperties: tileProperties(tileCount: tileCount))
    guard tileset.fitsImage else {
      fields.log.error(
        fields.place, "Its \(tileCount) tiles do not fit into its image of \(width) x \(height).",
        "In Tiled, choose the image again with Tileset > Tileset Properties.")
      return nil
    }
    return tileset
  }

  private func isSupported() -> Bool {
    let before = fields.log.errors
    if !fields.has("image"), fields.has("tiles") || fields.has("tilecount") {
      fields.log.error(
        fields.place, "Tilesets that are collections of images are not supported yet.",
        "Put all tiles into one image.")
    }
    if fields.has("tileoffset") {
      fields.log.error(
        fields.place, "A drawing offset of tiles is not supported yet.",
        "In Tiled, set the tileset's drawing offset to 0.")
    }
    return fields.log.errors == before
  }

  /// The image's path, once the file is known to be a PNG of the size that the tileset says.
  private func image(width: Int, height: Int) -> FilePath? {
    guard let text = fields.string("image") else { return nil }
    guard let path = FilePath(text, relativeTo: file.folder) else {
      fields.log.error(
        fields.place, "The image \(quoted(text)) lies outside the content folder.",
        "Move the image into the content folder and choose it again.")
      return nil
    }
    guard
      let bytes = source.bytes(
        of: path, max: Limits.imageBytesMax, place: fields.place, log: fields.log)
    else { return nil }
    guard let size = PNGSize(bytes) else {
      fields.log.error(
        fields.place, "The image \(quoted(text)) is not a PNG.", "Save the image as PNG.")
      return nil
    }
    guard size.width == width, size.height == height else {
      fields.log.error(
        fields.place,
        "The image \(quoted(text)) has \(size.width) x \(size.height) pixels, but the tileset "
          + "says \(width) x \(height).",
        "In Tiled, choose the image again with Tileset > Tileset Properties.")
      return nil
    }
    return path
  }

  private func tileProperties(tileCount: Int) -> [Int: [String: PropertyValue]] {
    var found: [Int: [String: PropertyValue]] = [:]
    let entries = fields.array("tiles", max: Limits.tilesetTilesMax, optional: true) ?? []
    for (index, entry) in entries.enumerated() {
      guard
        let tile = JSONFields(
          entry, place: "\(fields.place), tile entry \(index + 1)", log: fields.log),
        let id = tile.integer("id", in: 0...tileCount - 1)
      else { continue }
      let properties = TiledPropertyReader.read(tile.named("\(fields.place), tile \(id)"))
      if !properties.isEmpty { found[id] = properties }
    }
    return found
  }
}

extension TiledTileset {
  /// Whether all tiles lie inside the image.
  var fitsImage: Bool {
    let rows = (tileCount + columns - 1) / columns
    let width = margin + columns * (tileWidth + spacing) - spacing
    let height = margin + rows * (tileHeight + spacing) - spacing
    return width <= imageWidth && height <= imageHeight
  }
}
