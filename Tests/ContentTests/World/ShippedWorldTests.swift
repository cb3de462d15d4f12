import Model
import Testing
import World

@testable import Content

struct ShippedWorldTests {
  @Test func checksWithoutAFinding() {
    let report = ContentCheck.run(root: ShippedWorld.root)
    #expect(report.findings.isEmpty, "\(report.lines.joined(separator: "\n"))")
    #expect(report.files.contains("world.json"))
    #expect(report.files.contains("maps/frontier.json"))
    #expect(report.files.contains("tilesets/frontier.json"))
  }

  @Test func hasTheSizeThatTheClusterIsPlannedFor() throws {
    let content = try ShippedWorld.shared()
    let map = try #require(content.maps[MapID(1)])
    #expect(map.name == "frontier")
    #expect(map.collision.columns == 128)
    #expect(map.collision.rows == 128)
    #expect(map.collision.tileUnits == 32)
    #expect(
      map.regions
        == RegionGrid(map: MapID(1), columns: 4, rows: 4, edgeUnits: 1024, viewRadiusUnits: 480))
    #expect(content.start.map == MapID(1))
    #expect(content.start.spawn.name == "town-square")
    #expect(content.version == ContentVersion("1.1.0"))
  }

  @Test func isConnected() throws {
    let content = try ShippedWorld.shared()
    let map = try #require(content.maps[MapID(1)])
    let grid = map.collision
    let tile = grid.tileUnits * .one
    let start = content.start.spawn.position
    let passages = map.places.portals.map {
      Reachability.Passage(bounds: $0.bounds, destination: $0.destination)
    }
    let reached = Reachability(
      grid, from: [(Int(start.x / tile), Int(start.y / tile))], passages: passages)
    var free = 0
    var lost: [String] = []
    for row in 0..<grid.rows {
      for column in 0..<grid.columns where !grid.isBlocked(column: column, row: row) {
        free += 1
        if !reached.contains(column: column, row: row) { lost.append("\(column), \(row)") }
      }
    }
    #expect(lost.isEmpty)
    #expect(reached.count == free)
    #expect(free > grid.columns * grid.rows / 2, "most of the land is free")
    #expect(free < grid.columns * grid.rows * 9 / 10, "and some of it is not")
  }

  @Test func regionsMeetInTheTown() throws {
    let map = try #require(try ShippedWorld.shared().maps[MapID(1)])
    // The corner of four regions and two tiles around it are free, as are the streets to the gates.
    for row in 62...65 {
      for column in 62...65 {
        #expect(!map.collision.isBlocked(column: column, row: row))
      }
    }
    for step in 40...87 {
      #expect(!map.collision.isBlocked(column: step, row: 64), "the street at \(step), 64")
      #expect(!map.collision.isBlocked(column: 64, row: step), "the street at 64, \(step)")
    }
    // Four tiles each side of a gate in the north wall are wall.
    for column in [57, 58, 69, 70] {
      #expect(map.collision.isBlocked(column: column, row: 47))
    }
  }

  @Test func everyInnerBorderCanBeCrossedInTwoPlaces() throws {
    let map = try #require(try ShippedWorld.shared().maps[MapID(1)])
    let grid = map.collision
    for border in [32, 64, 96] {
      for segment in 0..<4 {
        let cells = (segment * 32)..<(segment * 32 + 32)
        let across = cells.count {
          !grid.isBlocked(column: border - 1, row: $0) && !grid.isBlocked(column: border, row: $0)
        }
        let down = cells.count {
          !grid.isBlocked(column: $0, row: border - 1) && !grid.isBlocked(column: $0, row: border)
        }
        #expect(across >= 2, "column \(border), segment \(segment)")
        #expect(down >= 2, "row \(border), segment \(segment)")
      }
    }
  }

  @Test func spawnPointsHaveRoom() throws {
    let map = try #require(try ShippedWorld.shared().maps[MapID(1)])
    #expect(map.spawns.count >= 10)
    for spawn in map.spawns {
      let column = Int(spawn.position.x / (32 * .one))
      let row = Int(spawn.position.y / (32 * .one))
      for dy in -1...1 {
        for dx in -1...1 {
          #expect(
            !map.collision.isBlocked(column: column + dx, row: row + dy), "around \(spawn.name)")
        }
      }
    }
    #expect(Set(map.spawns.compactMap { map.regions.region(at: $0.position) }).count >= 8)
  }

  @Test func bothKindsOfCollisionAreUsed() throws {
    let map = try #require(try ShippedWorld.shared().maps[MapID(1)])
    #expect(map.isBlocked(Position(unitsX: 1, unitsY: 1)), "the map's edge")
    #expect(map.isBlocked(Position(unitsX: 3900, unitsY: 3900)), "the sea")
    #expect(map.isBlocked(Position(unitsX: -1, unitsY: 5)), "outside")
    #expect(!map.isBlocked(Position(unitsX: 2048, unitsY: 2048)), "the middle of the town")
  }

  @Test func knowsItsObjects() throws {
    let map = try #require(try ShippedWorld.shared().maps[MapID(1)])
    let kinds = map.objects.reduce(into: [String: Int]()) { counts, object in
      switch object.kind {
      case .monsterSpawn: counts["monsters", default: 0] += 1
      case .npc: counts["people", default: 0] += 1
      case .portal: counts["portals", default: 0] += 1
      case .region: counts["regions", default: 0] += 1
      case .chest: counts["chests", default: 0] += 1
      case .patrol: counts["patrols", default: 0] += 1
      }
    }
    #expect(
      kinds == [
        "monsters": 40, "people": 11, "portals": 4, "regions": 5, "chests": 5, "patrols": 3,
      ])
  }
}
