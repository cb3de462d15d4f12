/// A world of Tiled: maps and where each lies beside the others.
struct TiledWorld: Hashable {
  struct Entry: Hashable {
    var file: FilePath
    /// Pixels in the world.
    var x: Int
    var y: Int
  }

  /// In the order of the file: first those that are named, then those that patterns match.
  var maps: [Entry]
}

/// Decodes `.world` files, which are JSON.
struct TiledWorldReader {
  let source: ContentSource
  let file: FilePath
  private var log: FindingLog { source.log(of: file) }
  /// Where a map may lie, in pixels.
  private static let places = -(1 << 40)...1 << 40

  /// The world; nil, with findings, when it is not usable. Its maps are not read.
  func read(_ document: JSONValue) -> TiledWorld? {
    let before = log.errors
    guard let fields = JSONFields(document, place: "world", log: log),
      let type = fields.string("type", default: "world")
    else { return nil }
    guard type == "world" else {
      log.error("world", "This is a Tiled \(quoted(type)), not a world.", "Name a world here.")
      return nil
    }
    var maps: [TiledWorld.Entry] = []
    var known: Set<FilePath> = []
    for entry in named(fields) {
      if known.insert(entry.file).inserted {
        maps.append(entry)
      } else {
        log.error(
          "map \(quoted(entry.file.description))", "The world has this map twice.",
          "Remove one of the two.")
      }
    }
    for entry in matched(fields) where known.insert(entry.file).inserted { maps.append(entry) }
    guard maps.count <= Limits.worldMapsMax else {
      log.error(
        "world", "It has over \(Limits.worldMapsMax) maps.", "Split it in several worlds.")
      return nil
    }
    if maps.isEmpty, log.errors == before {
      log.error("world", "It has no maps.", "Add maps to it in Tiled, or remove the file.")
    }
    return log.errors == before ? TiledWorld(maps: maps) : nil
  }

  private func named(_ world: JSONFields) -> [TiledWorld.Entry] {
    let entries = world.array("maps", max: Limits.worldMapsMax, optional: true) ?? []
    return entries.enumerated().compactMap { index, entry in
      guard let unnamed = JSONFields(entry, place: "map \(index + 1)", log: log),
        let text = unnamed.string("fileName")
      else { return nil }
      let fields = unnamed.named("map \(quoted(text))")
      guard let path = FilePath(text, relativeTo: file.folder) else {
        log.error(
          fields.place, "The map lies outside the content folder.",
          "Move the map into the content folder and add it to the world again.")
        return nil
      }
      guard !source.isMissing(path) else {
        log.error(
          fields.place, "The map \(quoted(path.description)) does not exist.",
          "Add the map, or remove it from the world.")
        return nil
      }
      guard let x = fields.integer("x", in: Self.places, default: 0),
        let y = fields.integer("y", in: Self.places, default: 0)
      else { return nil }
      return TiledWorld.Entry(file: path, x: x, y: y)
    }
  }

  /// The maps in the world's folder whose names a pattern matches.
  private func matched(_ world: JSONFields) -> [TiledWorld.Entry] {
    let entries = world.array("patterns", max: Limits.worldPatternsMax, optional: true) ?? []
    var found: [TiledWorld.Entry] = []
    for (index, entry) in entries.enumerated() {
      guard let fields = JSONFields(entry, place: "pattern \(index + 1)", log: log),
        let rule = rule(fields)
      else { continue }
      let matches = source.names(in: file.folder).compactMap(rule.entry)
      if matches.isEmpty {
        log.error(
          fields.place, "It matches no file.", "Correct the pattern, or add the maps it means.")
      }
      found += matches
    }
    return found
  }

  private func rule(_ fields: JSONFields) -> Rule? {
    guard let text = fields.string("regexp") else { return nil }
    let pattern: FileNamePattern
    do throws(FileNamePattern.Failure) {
      pattern = try FileNamePattern(text)
    } catch {
      log.error(
        fields.place, "The pattern \(quoted(text)) cannot be used: \(error.sentence).",
        "Write it like 'town-(\\d+)-(\\d+)\\.tmx', or list the maps by name.")
      return nil
    }
    guard let multiplierX = fields.integer("multiplierX", in: Self.places, default: 1),
      let multiplierY = fields.integer("multiplierY", in: Self.places, default: 1),
      let offsetX = fields.integer("offsetX", in: Self.places, default: 0),
      let offsetY = fields.integer("offsetY", in: Self.places, default: 0)
    else { return nil }
    return Rule(
      folder: file.folder, pattern: pattern, multiplierX: multiplierX, multiplierY: multiplierY,
      offsetX: offsetX, offsetY: offsetY)
  }

  /// Names maps and says where they lie, by two numbers in their file's name.
  private struct Rule {
    let folder: [String]
    let pattern: FileNamePattern
    let multiplierX: Int
    let multiplierY: Int
    let offsetX: Int
    let offsetY: Int

    func entry(_ name: String) -> TiledWorld.Entry? {
      guard let captures = pattern.captures(in: name), captures.count == 2,
        let path = FilePath(name, relativeTo: folder)
      else { return nil }
      // As Tiled does: what is no number counts as 0.
      let x = (Int32(captures[0]).map(Int.init) ?? 0).multipliedReportingOverflow(by: multiplierX)
      let y = (Int32(captures[1]).map(Int.init) ?? 0).multipliedReportingOverflow(by: multiplierY)
      guard !x.overflow, !y.overflow, TiledWorldReader.places.contains(x.partialValue),
        TiledWorldReader.places.contains(y.partialValue)
      else { return nil }
      return TiledWorld.Entry(
        file: path, x: x.partialValue + offsetX, y: y.partialValue + offsetY)
    }
  }
}
