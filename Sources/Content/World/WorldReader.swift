import Model

/// Reads a world from its folder: the manifest, then definitions and maps, then what refers from
/// one to another.
struct WorldReader {
  let source: ContentSource

  /// Nil, with findings in the source's logs, when anything is wrong.
  func read() -> GameContent? {
    guard let document = source.document(WorldManifest.file),
      let manifest = WorldManifest(document, log: source.log(of: WorldManifest.file))
    else { return nil }
    let definitions = DefinitionReader(source: source).read(manifest)
    let maps = manifest.maps.map { map($0) }
    var good = maps.compactMap { $0 }
    // References are checked among good maps only: a bad map is not also "missing".
    guard good.count == maps.count else { return nil }
    let portals = PortalCheck(good)
    for (entry, map) in zip(manifest.maps, good) {
      portals.check(map, log: source.log(of: entry.file))
    }
    let start = start(manifest, good)
    guard let definitions else { return nil }
    for (index, entry) in manifest.maps.enumerated() {
      let map = good[index]
      good[index].places = PlaceReader(
        map: map, definitions: definitions, start: start?.map == map.id ? start?.spawn : nil,
        log: source.log(of: entry.file)
      ).read()
    }
    guard let start, source.report.isGood else { return nil }
    return GameContent(
      root: source.root, version: manifest.version, fingerprint: source.fingerprint,
      maps: Dictionary(uniqueKeysWithValues: good.map { ($0.id, $0) }), definitions: definitions,
      start: start)
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
}
