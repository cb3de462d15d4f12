import Content
import Foundation
import Model
import Testing

@testable import Workloads

@Suite struct BenchWorldTests {
  private static let definitions = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("GameData")

  static let worlds: [BenchWorld] = [
    .crowded(players: 400), .crowded(players: 1_600, regions: 2), .crowded(players: 5), .wide,
    BorderGround(players: 400).world,
  ]

  /// What a workload makes is good content, of the size that was asked for, and players may enter
  /// all over it.
  @Test(arguments: worlds) func isGoodContent(_ world: BenchWorld) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pangea-world-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try world.write(to: folder, definitions: Self.definitions)
    let content = try ContentLoader.load(root: folder.path)
    let map = try #require(content.maps.values.first)
    #expect(map.regions.columns == world.columns && map.regions.rows == world.rows)
    #expect(Int(map.regions.edgeUnits) == world.edge)
    #expect(Int(map.regions.viewRadiusUnits) == world.viewRadius)
    #expect(content.startPlaces.count == 256)
    #expect(Set(content.startPlaces.map(\.position)).count == 256)
    let middle = Fixed(world.width / 2) * .one, entry = Fixed(world.entryWidth ?? world.width)
    #expect(content.startPlaces.allSatisfy { abs($0.position.x - middle) <= entry / 2 * .one })
  }

  /// Measured from some other folder: what is missing is named, with the folder.
  @Test func saysWhatIsMissing() throws {
    let empty = FileManager.default.temporaryDirectory
      .appendingPathComponent("pangea-world-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: empty) }
    let error = #expect(throws: WorkloadError.self) {
      try BenchWorld.wide.write(to: empty, definitions: empty)
    }
    #expect(error?.description == "There is no world.json in \(empty.path).")
  }

  /// 400 players on five view radii squared, as the row says, and as dense with more of them.
  @Test(arguments: [100, 400, 1_600]) func staysAsCrowded(players: Int) {
    let world = BenchWorld.crowded(players: players)
    let radius = Double(world.viewRadius)
    let inSight = Double(players) * 3.14159 * radius * radius / Double(world.width * world.height)
    #expect(abs(inSight - 50.3) < 3)
  }
}
