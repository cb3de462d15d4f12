import Model
import World

/// The classes of map objects that the game knows, as designers write them in Tiled.
enum ObjectClass: String, CaseIterable {
  case playerSpawn = "PlayerSpawn"
  case monsterSpawn = "MonsterSpawn"
  case npc = "NPC"
  case portal = "Portal"
  case region = "Region"
  case chest = "Chest"
  case patrol = "Patrol"

  /// A week: longer ones are typing errors.
  private static let respawnMilliseconds = 0...604_800_000

  /// The object's typed properties; nil, with findings, when some are missing or wrong, and for a
  /// spawn point or a patrol, which have none.
  ///
  /// - Parameter shift: world units from a place as Tiled shows it to the game's.
  func kind(_ properties: PropertyReader, shift: (x: Int, y: Int) = (0, 0)) -> PlacedObject.Kind? {
    switch self {
    case .playerSpawn, .patrol: nil
    case .monsterSpawn: monsterSpawn(properties)
    case .npc: npc(properties)
    case .portal: portal(properties, shift)
    case .region: region(properties)
    case .chest: chest(properties)
    }
  }

  private func monsterSpawn(_ properties: PropertyReader) -> PlacedObject.Kind? {
    let monsterID = properties.string("monsterId", example: "'goblin_warrior'")
    let count = properties.integer("maxCount", in: 1...1_000, example: "5")
    let respawn = properties.integer(
      "respawnTime", in: Self.respawnMilliseconds, example: "30000 (milliseconds)")
    let before = properties.log.errors
    let radius = properties.optionalNumber(
      "spawnRadius", in: Limits.spawnRadiusUnits, example: "96 (world units)")
    let roam = properties.optionalNumber(
      "roamRadius", in: Limits.spawnRadiusUnits, example: "128 (world units)")
    let patrol = properties.optionalObject("patrol", example: "an object of class 'Patrol'")
    guard let monsterID, let count, let respawn, properties.log.errors == before else {
      return nil
    }
    return .monsterSpawn(
      MonsterSpawn(
        monsterID: monsterID, countMax: count, respawnMilliseconds: respawn,
        radius: radius.map { Measure.length(units: $0) },
        roamRadius: roam.map { Measure.length(units: $0) }, patrol: patrol))
  }

  private func npc(_ properties: PropertyReader) -> PlacedObject.Kind? {
    let before = properties.log.errors
    let npcID = properties.string("npcId", example: "'blacksmith'")
    let dialogue = properties.optionalString("dialogue", example: "'blacksmith_greeting'")
    let shop = properties.optionalString("shop", example: "'smithy'")
    guard let npcID, properties.log.errors == before else { return nil }
    return .npc(NPC(npcID: npcID, dialogue: dialogue, shop: shop))
  }

  private func portal(
    _ properties: PropertyReader, _ shift: (x: Int, y: Int)
  ) -> PlacedObject.Kind? {
    let target = target(properties)
    let x = coordinate("targetX", properties, shift.x)
    let y = coordinate("targetY", properties, shift.y)
    guard let target, let x, let y else { return nil }
    return .portal(Portal(target: target, position: Position(x: x, y: y)))
  }

  private func target(_ properties: PropertyReader) -> MapReference? {
    let example = "the map's name or id in world.json"
    switch properties.required("targetMap", example: example) {
    case .string(let name)? where !name.isEmpty: return .name(name)
    case .integer(let id)?:
      if let id = UInt16(exactly: id) { return .id(MapID(id)) }
      properties.log.error(
        properties.place, "The property 'targetMap' is \(id), outside 0 … 65535.",
        "Use \(example).")
      return nil
    case let value?:
      properties.mistyped("targetMap", value, "a map's name or id", example: example)
      return nil
    case nil: return nil
    }
  }

  private func coordinate(
    _ key: String, _ properties: PropertyReader, _ shift: Int
  ) -> Fixed? {
    guard let shown = properties.number(key, example: "512 (world units)") else { return nil }
    let units = shown + Double(shift)
    guard units >= 0, units < Double(Limits.mapSideUnitsMax) else {
      properties.log.error(
        properties.place, "The property \(quoted(key)) is \(shown), which is on no map.",
        "Use a place on the target map in world units.")
      return nil
    }
    return Fixed((units * Double(Fixed.one)).rounded(.down))
  }

  private func region(_ properties: PropertyReader) -> PlacedObject.Kind? {
    let before = properties.log.errors
    let type = properties.string("regionType", example: "'town'")
    let action = properties.optionalString("triggerAction", example: "'announce:Welcome'")
    guard let type, properties.log.errors == before else { return nil }
    let region = TriggerRegion(regionType: type, triggerAction: action)
    if let action, region.announcement == nil {
      properties.log.warning(
        properties.place,
        "The 'triggerAction' \(quoted(action)) is not supported, so nothing happens.",
        "Write 'announce:' and a sentence of at most \(Limits.descriptionBytesMax) bytes that "
          + "players read, or remove it.")
    }
    let known = TriggerRegion.zoneKinds.keys.sorted()
    if !known.contains(type) {
      properties.log.warning(
        properties.place,
        "The 'regionType' \(quoted(type)) means nothing to the game, so nothing happens there.",
        nearest(to: type, among: known).map { "Did you mean \(quoted($0))?" }
          ?? "Use one of \(known.joined(separator: ", ")).")
    }
    return .region(region)
  }

  private func chest(_ properties: PropertyReader) -> PlacedObject.Kind? {
    let loot = properties.string("lootTable", example: "'wooden_chest'")
    let respawn = properties.integer(
      "respawnTime", in: Self.respawnMilliseconds, example: "600000 (milliseconds)")
    guard let loot, let respawn else { return nil }
    return .chest(Chest(lootTable: loot, respawnMilliseconds: respawn))
  }
}
