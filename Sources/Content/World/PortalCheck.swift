import Model
import World

/// Checks where the portals of a world's maps lead.
struct PortalCheck {
  private var byID: [MapID: GameMap] = [:]
  private var byName: [String: GameMap] = [:]

  /// - Parameter maps: all of the world; names and ids are unique.
  init(_ maps: [GameMap]) {
    for map in maps {
      byID[map.id] = map
      byName[map.name] = map
    }
  }

  func check(_ map: GameMap, log: FindingLog) {
    let bounds = map.objects.compactMap { object in
      if case .portal = object.kind { object.area } else { nil }
    }
    for object in map.objects {
      guard case .portal(let portal) = object.kind else { continue }
      check(portal, of: object, on: map, portals: bounds, log)
    }
  }

  private func check(
    _ portal: Portal, of object: PlacedObject, on map: GameMap, portals: [Rectangle],
    _ log: FindingLog
  ) {
    guard let target = target(of: portal) else {
      log.error(
        object.place,
        "The portal leads to the map \(quoted(portal.target.description)), "
          + "which world.json does not list.",
        nearest(to: portal.target.description, among: byName.keys.sorted())
          .map { "Did you mean \(quoted($0))?" } ?? "Add the map, or correct 'targetMap'.")
      return
    }
    guard target.id == map.id else {
      log.error(
        object.place,
        "The portal leads to another map, \(quoted(target.name)); portals between maps are not "
          + "supported yet.", "Let it lead to a place on \(quoted(map.name)).")
      return
    }
    if map.isBlocked(portal.position) {
      log.error(
        object.place,
        "The portal leads to a place on map \(quoted(map.name)) where nobody can stand.",
        "Set 'targetX' and 'targetY' to a free place on that map.")
    } else if portals.contains(where: { $0.contains(portal.position) }) {
      log.error(
        object.place, "The portal leads into a portal, which would take players on at once.",
        "Set 'targetX' and 'targetY' to a place beside that portal.")
    }
  }

  private func target(of portal: Portal) -> GameMap? {
    switch portal.target {
    case .id(let id): byID[id]
    case .name(let name): byName[name]
    }
  }
}
