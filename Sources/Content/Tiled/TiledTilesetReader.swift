/// Decodes a tileset, embedded in a map or from a file of its own.
struct TiledTilesetReader {
  let source: ContentSource
  /// The file that holds the tileset: its images are found relative to it.
  let file: FilePath
  let fields: JSONFields

  /// The tileset in a file; nil, with findings in that file's log, when it is not usable. Each file
  /// is decoded once.
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
    let side = 1...Limits.imageSidePixelsMax
    guard let name = fields.string("name", default: ""), fields.isName(name),
      let tileWidth = fields.integer("tilewidth", in: side),
      let tileHeight = fields.integer("tileheight", in: side), let alignment = alignment(),
      let offset = offset()
    else { return nil }
    guard fields.has("image") || fields.has("tiles") else {
      fields.log.error(
        fields.place, "It has neither an image nor tiles with images.",
        "In Tiled, choose an image with Tileset > Tileset Properties.")
      return nil
    }
    let pictures =
      fields.has("image")
      ? image(tileWidth, tileHeight) : TiledTileListReader(tileset: self).collection()
    guard let (source, tileCount) = pictures else { return nil }
    let tiles = TiledTileListReader(tileset: self).details(tileCount: tileCount)
    return TiledTileset(
      name: name, tileWidth: tileWidth, tileHeight: tileHeight, tileCount: tileCount,
      source: source, offsetX: offset.x, offsetY: offset.y, alignment: alignment, tiles: tiles)
  }

  private func alignment() -> TiledAlignment? {
    guard let name = fields.string("objectalignment", default: "unspecified") else { return nil }
    guard let alignment = TiledAlignment(name) else {
      fields.log.error(
        fields.place, "The object alignment \(quoted(name)) is not known.",
        "In Tiled, choose it again with Tileset > Tileset Properties.")
      return nil
    }
    return alignment
  }

  private func offset() -> (x: Int, y: Int)? {
    guard fields.has("tileoffset") else { return (0, 0) }
    let reach = -Limits.imageSidePixelsMax...Limits.imageSidePixelsMax
    guard let offset = fields.object("tileoffset"), let x = offset.integer("x", in: reach),
      let y = offset.integer("y", in: reach)
    else { return nil }
    return (x, y)
  }

  /// The one image of all tiles. Old files say neither its size nor how many tiles it holds.
  private func image(_ tileWidth: Int, _ tileHeight: Int) -> (TiledTileset.Source, Int)? {
    let side = 1...Limits.imageSidePixelsMax
    guard let margin = fields.integer("margin", in: 0...side.upperBound, default: 0),
      let spacing = fields.integer("spacing", in: 0...side.upperBound, default: 0),
      let (path, size) = picture(),
      let width = fields.integer("imagewidth", in: side, default: size.width),
      let height = fields.integer("imageheight", in: side, default: size.height),
      isSize(size, width, height)
    else { return nil }
    let fitting = (
      columns: (width - margin + spacing) / (tileWidth + spacing),
      rows: (height - margin + spacing) / (tileHeight + spacing)
    )
    guard fitting.columns > 0, fitting.rows > 0 else {
      fields.log.error(
        fields.place, "Its image of \(width) x \(height) has no room for one tile.",
        "In Tiled, choose the image again with Tileset > Tileset Properties.")
      return nil
    }
    guard let columns = fields.integer("columns", in: side, default: fitting.columns),
      let count = fields.integer(
        "tilecount", in: 1...Limits.tilesetTilesMax,
        default: min(columns * fitting.rows, Limits.tilesetTilesMax))
    else { return nil }
    guard columns <= fitting.columns, (count + columns - 1) / columns <= fitting.rows else {
      fields.log.error(
        fields.place, "Its \(count) tiles do not fit into its image of \(width) x \(height).",
        "In Tiled, choose the image again with Tileset > Tileset Properties.")
      return nil
    }
    warnOfColour()
    let image = TiledImage(
      file: path, width: width, height: height, columns: columns, margin: margin, spacing: spacing)
    return (.image(image), count)
  }

  private func warnOfColour() {
    guard fields.has("transparentcolor") else { return }
    fields.log.warning(
      fields.place, "The game draws its transparent colour like any other.",
      "Save the image with transparent pixels instead.")
  }

  /// The image's path and true size, once the file is known to be a PNG of bounded size.
  private func picture() -> (FilePath, PNGSize)? {
    guard let text = fields.string("image"),
      let path = source.path(ofImage: text, relativeTo: file, for: fields),
      let bytes = source.bytes(
        of: path, max: Limits.imageBytesMax, place: fields.place, log: fields.log)
    else { return nil }
    guard let size = PNGSize(bytes) else {
      fields.log.error(
        fields.place, "The image \(quoted(text)) is not a PNG.", "Save the image as PNG.")
      return nil
    }
    let side = 1...Limits.imageSidePixelsMax
    guard side.contains(size.width), side.contains(size.height) else {
      fields.log.error(
        fields.place,
        "The image \(quoted(text)) has \(size.width) x \(size.height) pixels; a side has "
          + "1 … \(side.upperBound).", "Split the image over several tilesets.")
      return nil
    }
    return (path, size)
  }

  private func isSize(_ size: PNGSize, _ width: Int, _ height: Int) -> Bool {
    guard size.width != width || size.height != height else { return true }
    fields.log.error(
      fields.place,
      "The image \(quoted(fields.string("image") ?? "")) has \(size.width) x \(size.height) "
        + "pixels, but the tileset says \(width) x \(height).",
      "In Tiled, choose the image again with Tileset > Tileset Properties.")
    return false
  }
}
