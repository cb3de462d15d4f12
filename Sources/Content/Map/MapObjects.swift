import Model
import World

/// The objects of a map's object layers, sorted into spawn points and placed objects and checked.
struct MapObjects {
  private(set) var spawns: [SpawnPoint] = []
  private(set) var placed: [PlacedObject] = []

  private var spawnNames: Set<String> = []
  private let builder: GameMapBuilder
  private let collision: CollisionGrid
  private var log: FindingLog { builder.log }

  init(builder: GameMapBuilder, layers: [TiledLayer], collision: CollisionGrid) {
    self.builder = builder
    self.collision = collision
    for layer in layers {
      guard case .objects(let objects) = layer.content else { continue }
      for object in objects { add(object, layer: layer) }
    }
    if spawns.isEmpty, log.errors == 0 || !builder.map.isPartial {
      log.error(
        "map", "It has no spawn point that can be used.",
        "Add a point of class 'PlayerSpawn' with a name, on a tile that does not block.")
    }
    reportTooMany()
    reportUnreachable()
  }

  private mutating func add(_ object: TiledObject, layer: TiledLayer) {
    let place = "\(TiledObject.title(id: object.id, name: object.name)) in \(layer.place)"
    guard let area = area(object, place) else { return }
    switch ObjectClass(rawValue: object.className) {
    case .playerSpawn: addSpawn(object, area, place)
    case let known?:
      guard let kind = kind(of: object, known, place), isUsable(kind, object, area, place) else {
        return
      }
      placed.append(
        PlacedObject(
          id: object.id, name: object.name, layer: layer.name, kind: kind, area: area,
          properties: object.properties))
    case nil: reportUnknownClass(object, place)
    }
  }

  private func kind(
    of object: TiledObject, _ known: ObjectClass, _ place: String
  ) -> PlacedObject.Kind? {
    guard known != .patrol else { return patrol(object, place).map { .patrol($0) } }
    let reader = PropertyReader(place: place, properties: object.properties, log: log)
    // A portal's place is on its own map: as Tiled shows it there.
    return known.kind(reader, shift: (builder.map.shiftX, builder.map.shiftY))
  }

  /// Whether the rules can act on a thing that covers an area.
  private func isUsable(
    _ kind: PlacedObject.Kind, _ object: TiledObject, _ area: Rectangle, _ place: String
  ) -> Bool {
    // That a line is no area is said with the shapes of all objects.
    let isUneven = [.ellipse, .polygon, .polyline].contains(object.shape)
    let hasRoom = isUneven || (area.minX < area.maxX && area.minY < area.maxY)
    switch kind {
    case .portal where !hasRoom:
      log.error(
        place, "The portal has no area that players could step into.",
        "Draw it as a rectangle.")
      return false
    case .region(let region) where region.zoneKind != nil && !hasRoom:
      log.error(
        place, "The region has no area that players could be in.", "Draw it as a rectangle.")
      return false
    case .monsterSpawn: return isFree(middle(of: area), "The middle of the spawn point", place)
    case .npc(let npc) where npc.shop != nil:
      // Behind a wall nobody could buy of it.
      return isFree(middle(of: area), "The NPC", place)
    case .chest: return isFree(middle(of: area), "The chest", place)
    default: return true
    }
  }

  private func middle(of area: Rectangle) -> Position {
    Position(
      x: area.minX + (area.maxX - area.minX) / 2, y: area.minY + (area.maxY - area.minY) / 2)
  }

  private func isFree(_ position: Position, _ noun: String, _ place: String) -> Bool {
    let tile = tile(at: position)
    guard collision.isBlocked(column: tile.column, row: tile.row) else { return true }
    log.error(
      place, "\(noun) is on tile \(tile.column), \(tile.row), which blocks movement.",
      "Move it to a free tile.")
    return false
  }

  private mutating func addSpawn(_ object: TiledObject, _ area: Rectangle, _ place: String) {
    let position = middle(of: area)
    guard !object.name.isEmpty else {
      log.error(place, "A spawn point needs a name.", "Name it in Tiled.")
      return
    }
    guard !spawnNames.contains(object.name) else {
      log.error(
        place, "Another spawn point of this map has the same name.", "Rename one of the two.")
      return
    }
    guard isFree(position, "The spawn point", place) else { return }
    let reader = PropertyReader(place: place, properties: object.properties, log: log)
    let isSanctuary = reader.flag("sanctuary")
    if isSanctuary, let other = spawns.first(where: \.isSanctuary) {
      log.error(
        place, "The spawn point \(quoted(other.name)) of this map is a sanctuary already.",
        "Set 'sanctuary' at one of the two alone.")
    }
    spawnNames.insert(object.name)
    spawns.append(SpawnPoint(name: object.name, position: position, isSanctuary: isSanctuary))
  }

  private func patrol(_ object: TiledObject, _ place: String) -> Patrol? {
    guard object.shape == .polyline, object.points.count >= 2 else {
      log.error(
        place, "A patrol must be a line of two points or more.", "Draw it as a polyline in Tiled.")
      return nil
    }
    guard object.points.count <= Limits.patrolPointsMax else {
      log.error(
        place,
        "Its line has \(object.points.count) points; at most \(Limits.patrolPointsMax) are "
          + "allowed.", "Draw a simpler line.")
      return nil
    }
    // What lies outside the map is reported with the shapes of all objects.
    let inside = object.points.filter {
      (0..<Double(builder.width)).contains($0.x) && (0..<Double(builder.height)).contains($0.y)
    }
    guard inside.count == object.points.count else { return nil }
    let points = inside.map { Position(x: fixed($0.x), y: fixed($0.y)) }
    for (index, point) in points.enumerated() {
      guard isFree(point, "Point \(index + 1) of its line", place) else { return nil }
    }
    return Patrol(points: points)
  }

  private func tile(at place: Position) -> (column: Int, row: Int) {
    let tile = collision.tileUnits * .one
    return (Int(place.x / tile), Int(place.y / tile))
  }

  /// The object's area in 1/256 unit; nil, with a finding, when it leaves the map.
  private func area(_ object: TiledObject, _ place: String) -> Rectangle? {
    let right = object.x + object.width
    let bottom = object.y + object.height
    guard object.x >= 0, object.y >= 0, object.x < Double(builder.width),
      object.y < Double(builder.height), right <= Double(builder.width),
      bottom <= Double(builder.height), builder.width <= Limits.mapSideUnitsMax,
      builder.height <= Limits.mapSideUnitsMax
    else {
      log.error(
        place, "It lies outside the map of \(builder.width) x \(builder.height) units.",
        "Move it onto the map, or delete it.")
      return nil
    }
    return Rectangle(
      minX: fixed(object.x), minY: fixed(object.y), maxX: fixed(right), maxY: fixed(bottom))
  }

  private func fixed(_ units: Double) -> Fixed { Fixed((units * Double(Fixed.one)).rounded(.down)) }

  // MARK: What is strange

  private func reportUnknownClass(_ object: TiledObject, _ place: String) {
    let known = ObjectClass.allCases.map(\.rawValue)
    guard !object.className.isEmpty else {
      log.warning(
        place, "It has no class, so the game ignores it.",
        "Give it one of the classes \(known.joined(separator: ", ")), or delete it.")
      return
    }
    log.warning(
      place, "The class \(quoted(object.className)) is not known, so the game ignores it.",
      nearest(to: object.className, among: known).map { "Did you mean \(quoted($0))?" }
        ?? "Use one of the classes \(known.joined(separator: ", ")).")
  }

  private var passages: [Reachability.Passage] {
    placed.compactMap { object in
      guard case .portal(let portal) = object.kind,
        portal.target == .id(builder.id) || portal.target == .name(builder.name)
      else { return nil }
      return Reachability.Passage(bounds: object.area, destination: portal.position)
    }
  }

  private func reportTooMany() {
    let portals = placed.count { if case .portal = $0.kind { true } else { false } }
    let zones = placed.count { object in
      guard case .region(let region) = object.kind else { return false }
      return region.zoneKind != nil
    }
    let counts = [
      ("portals", portals, Limits.mapPortalsMax),
      ("regions that are safe or dangerous", zones, Limits.mapZonesMax),
    ]
    for (noun, count, most) in counts where count > most {
      log.error(
        "map", "It has \(count) \(noun); at most \(most) are allowed.", "Remove some of them.")
    }
  }

  /// Warns of spawn points, of players and of monsters, that are cut off from the first one.
  private func reportUnreachable() {
    let passages = passages
    guard let first = spawns.first, passages.count <= Limits.mapPortalsMax else { return }
    let monsters = placed.filter { if case .monsterSpawn = $0.kind { true } else { false } }
    guard spawns.count > 1 || !monsters.isEmpty else { return }
    let reached = Reachability(collision, from: [tile(at: first.position)], passages: passages)
    func isReached(_ position: Position) -> Bool {
      let tile = tile(at: position)
      return reached.contains(column: tile.column, row: tile.row)
    }
    let sentence = "There is no way to it from spawn point \(quoted(first.name))."
    for spawn in spawns.dropFirst() where !isReached(spawn.position) {
      log.warning(
        "spawn point \(quoted(spawn.name))", sentence,
        "Open a way on foot or by a portal, or move the spawn point.")
    }
    for monster in monsters where !isReached(monster.position) {
      log.warning(
        monster.place, sentence, "Open a way on foot or by a portal, or move the monsters.")
    }
  }
}
