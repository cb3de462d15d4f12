import Model

/// Reads a world from its folder: the manifest, then every map, then what refers from one to another.
struct WorldReader {
  let source: ContentSource

  /// Nil, with findings in the source's logs, when anything is wrong.
  func read() -> GameContent? {
    guard let document = source.document(WorldManifest.file),
      let manifest = WorldManifest(document, log: source.log(of: WorldManifest.file))
    else { return nil }
    let maps = manifest.maps.map { map($0) }
    let good = maps.compactMap { $0 }
    // References are checked among good maps only: a bad map is not also "missing".
    guard good.count == maps.count else { return nil }
    let byName = MapsByName(good)
    for (entry, map) in zip(manifest.maps, good) {
      checkPortals(of: map, in: entry.file, among: byName)
    }
    guard let start = start(manifest, good), source.report.isGood else { return nil }
    return GameContent(
      root: source.root, version: manifest.version, fingerprint: source.fingerprint,
      maps: Dictionary(uniqueKeysWithValues: good.map { ($0.id, $0) }), start: start)
  }

  /// One map of the manifest, or of a file that is checked alone.
  func map(_ entry: WorldManifest.Entry) -> GameMap? {
    guard let document = source.document(entry.file) else { return nil }
    var reader = TiledMapReader(source: source, file: entry.file)
    guard let map = reader.read(document) else { return nil }
    return GameMapBuilder(
      map: map, id: entry.id, name: entry.name, log: source.log(of: entry.file)
    ).build()
  }

  private func start(_ manifest: WorldManifest, _ maps: [GameMap]) -> GameContent.Start? {
    let log = source.log(of: WorldManifest.file)
    let places = maps.compactMap { map in
      map.spawn(named: manifest.start).map { GameContent.Start(map: map.id, spawn: $0) }
    }
    guard let start = places.first else {
      let names = maps.flatMap { $0.spawns.map(\.name) }
      log.error(
        "start", "No map has a spawn point named \(quoted(manifest.start)).",
        nearest(to: manifest.start, among: names).map { "Did you mean \(quoted($0))?" }
          ?? "Name one of the world's spawn points.")
      return nil
    }
    if places.count > 1 {
      log.error(
        "start", "\(places.count) maps have a spawn point named \(quoted(manifest.start)).",
        "Give the spawn point a name that no other map uses.")
    }
    return start
  }

  private func checkPortals(of map: GameMap, in file: FilePath, among maps: MapsByName) {
    let log = source.log(of: file)
    for object in map.objects {
      guard case .portal(let portal) = object.kind else { continue }
      let place = TiledObject.title(id: object.id, name: object.name)
      guard let target = maps[portal.target] else {
        log.error(
          place,
          "The portal leads to the map \(quoted(portal.target.description)), "
            + "which world.json does not list.",
          nearest(to: portal.target.description, among: maps.names)
            .map { "Did you mean \(quoted($0))?" } ?? "Add the map, or correct 'targetMap'.")
        continue
      }
      if target.isBlocked(portal.position) {
        log.error(
          place,
          "The portal leads to a place on map \(quoted(target.name)) where nobody can stand.",
          "Set 'targetX' and 'targetY' to a free place on that map.")
      }
    }
  }
}

/// The maps of a world as portals name them. Names and ids are unique.
private struct MapsByName {
  private var byID: [MapID: GameMap] = [:]
  private var byName: [String: GameMap] = [:]

  init(_ maps: [GameMap]) {
    for map in maps {
      byID[map.id] = map
      byName[map.name] = map
    }
  }

  var names: [String] { byName.keys.sorted() }

  subscript(reference: MapReference) -> GameMap? {
    switch reference {
    case .id(let id): byID[id]
    case .name(let name): byName[name]
    }
  }
}
