import Model
import Testing

@testable import Content

struct GameMapBuilderTests {
  private func sentences(_ world: SmallWorld) -> [String] {
    world.read().report.findings.map(\.sentence)
  }

  private func world(regionEdge: String, viewRadius: String) -> SmallWorld {
    var world = SmallWorld()
    world.map.properties = """
      {"name": "regionEdge", "type": "int", "value": \(regionEdge)},
      {"name": "viewRadius", "type": "int", "value": \(viewRadius)}
      """
    return world
  }

  @Test(arguments: [
    ("250", "100", "'regionEdge' is 250, outside 256 … 65536."),
    ("272", "100", "'regionEdge' (272) is not a whole number of tiles of 32."),
    ("320", "100", "'regionEdge' (320) does not divide the map of 512 x 512 units."),
    ("256", "129", "'regionEdge' (256) is less than twice 'viewRadius' (129)."),
    ("256", "31", "'viewRadius' is 31, outside 32 … 32768."),
    ("1e30", "100", "Its type is 'int', but its value is a number."),
    ("-256", "100", "'regionEdge' is -256, outside 256 … 65536."),
  ])
  func refusesRegions(edge: String, radius: String, sentence: String) {
    let found = sentences(world(regionEdge: edge, viewRadius: radius))
    #expect(found.contains { $0.contains(sentence) }, "\(found)")
    #expect(world(regionEdge: edge, viewRadius: radius).read().content == nil)
  }

  @Test func anEdgeOfTheWholeMapIsGood() throws {
    let map = try world(regionEdge: "512", viewRadius: "256").goodMap()
    #expect(map.regions.regions.count == 1)
  }

  @Test func namesAMisspelledProperty() {
    var world = SmallWorld()
    world.map.properties = world.map.properties.replacing("regionEdge", with: "RegionEgde")
    let finding = world.read().report.findings.first
    #expect(finding?.sentence == "The property 'regionEdge' is missing.")
    #expect(finding?.remedy == "Did you mean it by 'RegionEgde'? Rename it to 'regionEdge'.")
  }

  @Test func warnsOfAMapWithoutWalls() {
    let (content, report) = SmallWorld().read()
    #expect(content != nil)
    #expect(report.findings.map(\.sentence) == ["Nothing on it blocks movement."])
    #expect(report.warnings == 1)
  }
}
