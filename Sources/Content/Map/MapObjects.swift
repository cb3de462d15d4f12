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
      for object in objects {
        add(
          object, place: "\(TiledObject.title(id: object.id, name: object.name)) in \(layer.place)")
      }
    }
    if spawns.isEmpty, log.errors == 0 || !builder.map.isPartial {
      log.error(
        "map", "It has no spawn point that can be used.",
        "Add a point of class 'PlayerSpawn' with a name, on a tile that does not block.")
    }
    reportUnreachable()
  }

  private mutating func add(_ object: TiledObject, place: String) {
    guard let area = area(object, place) else { return }
    switch ObjectClass(rawValue: object.className) {
    case .playerSpawn: addSpawn(object, area, place)
    case let known?:
      let reader = PropertyReader(place: place, properties: object.properties, log: log)
      if let kind = known.kind(reader) {
        placed.append(
          PlacedObject(
            id: object.id, name: object.name, kind: kind, area: area,
            properties: object.properties))
      }
    case nil: reportUnknownClass(object, place)
    }
  }

  private mutating func addSpawn(_ object: TiledObject, _ area: Rectangle, _ place: String) {
    let position = Position(
      x: area.minX + (area.maxX - area.minX) / 2, y: area.minY + (area.maxY - area.minY) / 2)
    guard !object.name.isEmpty else {
      log.error(place, "A spawn point needs a name.", "Name it in Tiled.")
      return
    }
    guard !spawnNames.contains(object.name) else {
      log.error(
        place, "Another spawn point of this map has the same name.", "Rename one of the two.")
      return
    }
    let tile = tile(at: position)
    guard !collision.isBlocked(column: tile.column, row: tile.row) else {
      log.error(
        place, "The spawn point is on tile \(tile.column), \(tile.row), which blocks movement.",
        "Move it to a free tile.")
      return
    }
    spawnNames.insert(object.name)
    spawns.append(SpawnPoint(name: object.name, position: position))
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

  /// Warns of spawn points from which the first one cannot be reached on foot.
  private func reportUnreachable() {
    guard let first = spawns.first, spawns.count > 1 else { return }
    let start = tile(at: first.position)
    let reached = Reachability(collision, fromColumn: start.column, row: start.row)
    for spawn in spawns.dropFirst() {
      let tile = tile(at: spawn.position)
      guard !reached.contains(column: tile.column, row: tile.row) else { continue }
      log.warning(
        "spawn point \(quoted(spawn.name))",
        "There is no way on foot to it from spawn point \(quoted(first.name)).",
        "Open a way, or move the spawn point.")
    }
  }
}
