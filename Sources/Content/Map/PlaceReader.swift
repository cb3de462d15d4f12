import Model
import World

/// Turns what designers placed on a map into what the rules act on, and says what does not fit the
/// definitions.
struct PlaceReader {
  let map: GameMap
  let definitions: Definitions
  /// Where new characters enter the world, when that is on this map.
  let start: SpawnPoint?
  let log: FindingLog

  /// How far around a point creatures appear that do not say it, in world units.
  private static let usualRadiusUnits: Fixed = 64

  func read() -> Places {
    let patrols = map.objects.reduce(into: [Int: Patrol]()) { patrols, object in
      if case .patrol(let patrol) = object.kind { patrols[object.id] = patrol }
    }
    var places = Places(sanctuary: (map.spawns.first(where: \.isSanctuary) ?? start)?.position)
    for object in map.objects {
      switch object.kind {
      case .region(let region):
        if let kind = region.zoneKind { places.zones.append(Zone(bounds: object.area, kind: kind)) }
      case .portal(let portal):
        places.portals.append(World.Portal(bounds: object.area, destination: portal.position))
      case .npc(let npc):
        places.npcs.append(post(npc, object, number: places.npcs.count + 1))
        checkDialogue(of: npc, object)
      case .chest(let chest):
        places.chests.append(place(of: chest, object, number: places.chests.count + 1))
      case .monsterSpawn, .patrol: break
      }
    }
    for object in map.objects {
      guard case .monsterSpawn(let spawn) = object.kind,
        let spawn = creatureSpawn(spawn, object, patrols, places)
      else { continue }
      places.spawns.append(spawn)
    }
    reportCrowds(places.spawns)
    reportCrowds(places.npcs.map(\.position), "NPCs", max: World.Limits.npcsMax)
    reportCrowds(places.chests.map(\.position), "chests", max: World.Limits.chestsMax)
    return places
  }

  private func post(_ npc: NPC, _ object: PlacedObject, number: Int) -> NPCPost {
    NPCPost(
      number: NPCNumber(UInt16(clamping: number)), position: object.position,
      shop: npc.shop.map { shop($0, object) } ?? .none)
  }

  private func shop(_ id: String, _ object: PlacedObject) -> ShopNumber {
    if let shop = definitions.shop(id: id) { return shop.number }
    let known = definitions.shops.map(\.id)
    guard !known.isEmpty else {
      log.warning(
        object.place, "The world has no shops, so \(quoted(id)) sells nothing.",
        "Name a file of shops as 'shops' in \(WorldManifest.file), or remove 'shop'.")
      return .none
    }
    log.error(
      object.place, "There is no shop \(quoted(id)).",
      nearest(to: id, among: known).map { "Did you mean \(quoted($0))?" }
        ?? "Add it to the file of shops, or correct 'shop'.")
    return .none
  }

  /// Without a file of dialogues, clients may know of themselves what is said.
  private func checkDialogue(of npc: NPC, _ object: PlacedObject) {
    let known = definitions.dialogues.map(\.id)
    guard let id = npc.dialogue, !known.isEmpty, !known.contains(id) else { return }
    log.error(
      object.place, "There is no dialogue \(quoted(id)).",
      nearest(to: id, among: known).map { "Did you mean \(quoted($0))?" }
        ?? "Add it to the file of dialogues, or correct 'dialogue'.")
  }

  private func place(of chest: Chest, _ object: PlacedObject, number: Int) -> ChestPlace {
    let table = definitions.lootTable(id: chest.lootTable)
    if table == nil {
      LootReference(id: chest.lootTable, known: definitions.lootTables.map(\.id))
        .report(object.place, log)
    }
    return ChestPlace(
      number: ChestNumber(UInt16(clamping: number)), position: object.position,
      loot: table?.number ?? .none,
      respawnTicks: Measure.ticks(milliseconds: chest.respawnMilliseconds))
  }

  private func creatureSpawn(
    _ spawn: MonsterSpawn, _ object: PlacedObject, _ patrols: [Int: Patrol], _ places: Places
  ) -> CreatureSpawn? {
    guard let creature = definitions.creature(id: spawn.monsterID) else {
      reportMissing(spawn.monsterID, object)
      return nil
    }
    checkFit(creature, object)
    if places.zones.contains(where: { $0.kind == .safe && $0.bounds.contains(object.position) }) {
      log.error(
        object.place, "It lies in a safe zone, where creatures do not go.",
        "Move it out of the zone.")
    }
    let way = waypoints(spawn, object, patrols, creature)
    let roam = spawn.roamRadius ?? 0
    if roam > creature.definition.returnDistance {
      log.warning(
        object.place,
        "'roamRadius' is more than the 'returnDistance' of \(quoted(creature.id)), beyond which "
          + "it turns back.", "Choose a smaller 'roamRadius'.")
    }
    return CreatureSpawn(
      creature: creature.number, position: object.position,
      radius: spawn.radius ?? usualRadius(of: object), countMax: spawn.countMax,
      respawnTicks: Measure.ticks(milliseconds: spawn.respawnMilliseconds), roamRadius: roam,
      waypoints: way)
  }

  /// The circle that fits into the area; two tiles or so around a point.
  private func usualRadius(of object: PlacedObject) -> Fixed {
    let area = object.area
    let shorter = min(area.maxX - area.minX, area.maxY - area.minY)
    return shorter > 0 ? shorter / 2 : Self.usualRadiusUnits * .one
  }

  private func reportMissing(_ id: String, _ object: PlacedObject) {
    let known = definitions.creatures.map(\.id)
    log.error(
      object.place, "There is no monster \(quoted(id)).",
      nearest(to: id, among: known).map { "Did you mean \(quoted($0))?" }
        ?? (known.isEmpty
          ? "Name a file of monsters as 'monsters' in \(WorldManifest.file)."
          : "Add it to the file of monsters, or correct 'monsterId'."))
  }

  /// What a map can take of a kind of creature: it stays with the region of its spawn point, so it
  /// goes and sees no further than players do, and never walks a whole tile in a tick.
  private func checkFit(_ creature: Definitions.Creature, _ object: PlacedObject) {
    let sight = map.regions.viewRadiusUnits
    let distances = [
      ("returnDistance", creature.definition.returnDistance),
      ("detectRange", creature.definition.detectRange),
    ]
    for (key, distance) in distances where distance > sight * .one {
      log.warning(
        object.place,
        "The \(quoted(key)) of \(quoted(creature.id)) is more than this map's 'viewRadius' of "
          + "\(sight), which holds in its place.",
        "Set it to at most \(sight), or use another monster here.")
    }
    let tile = map.collision.tileUnits
    let fastest = max(creature.definition.speed, creature.definition.patrolSpeed)
    guard fastest >= tile * .one else { return }
    log.error(
      object.place,
      "\(quoted(creature.id)) walks a whole tile of this map, \(tile) units, in a tick.",
      "Set its 'speed' to less than \(Int(tile) * Int(Tick.perSecond)), or use another monster here."
    )
  }

  private func waypoints(
    _ spawn: MonsterSpawn, _ object: PlacedObject, _ patrols: [Int: Patrol],
    _ creature: Definitions.Creature
  ) -> [Position] {
    guard let id = spawn.patrol else { return [] }
    guard let patrol = patrols[id] else {
      log.error(
        object.place, "'patrol' names object \(id), which is no object of class 'Patrol'.",
        "Choose a line of class 'Patrol' on this map.")
      return []
    }
    let leash = Int64(creature.definition.returnDistance)
    if let far = patrol.points.firstIndex(where: {
      $0.distanceSquared(to: object.position) > leash * leash
    }) {
      log.warning(
        object.place,
        "Point \(far + 1) of its patrol is further away than the 'returnDistance' of "
          + "\(quoted(creature.id)), so it is left out.", "Move the line nearer.")
    }
    return patrol.points
  }

  /// Regions hold so many of what stands still and no more.
  private func reportCrowds(_ positions: [Position], _ noun: String, max: Int) {
    let counts = positions.reduce(into: [RegionID: Int]()) { counts, position in
      if let region = map.regions.region(at: position) { counts[region, default: 0] += 1 }
    }
    for region in counts.keys.sorted() {
      guard let count = counts[region], count > max else { continue }
      log.error(
        "map",
        "\(count) \(noun) stand in region \(region.column), \(region.row); at most \(max) stand in "
          + "one region.", "Spread them over more regions.")
    }
  }

  /// Regions hold so many creatures and no more.
  private func reportCrowds(_ spawns: [CreatureSpawn]) {
    let counts = spawns.reduce(into: [RegionID: Int]()) { counts, spawn in
      if let region = map.regions.region(at: spawn.position) {
        counts[region, default: 0] += spawn.countMax
      }
    }
    for region in counts.keys.sorted() {
      guard let count = counts[region], count > World.Limits.creaturesMax else { continue }
      log.error(
        "map",
        "The spawn points of region \(region.column), \(region.row) hold \(count) creatures; at "
          + "most \(World.Limits.creaturesMax) live in one region.",
        "Lower 'maxCount' there, or spread them over more regions.")
    }
  }
}
