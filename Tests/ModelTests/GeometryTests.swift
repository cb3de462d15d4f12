import Model
import Testing

@Suite struct GeometryTests {
  let grid = RegionGrid(map: MapID(1), columns: 4, rows: 4, edgeUnits: 1024, viewRadiusUnits: 480)

  @Test func aPlaceBelongsToTheRegionThatCoversIt() {
    #expect(
      grid.region(at: Position(unitsX: 0, unitsY: 0)) == RegionID(map: MapID(1), column: 0, row: 0))
    #expect(
      grid.region(at: Position(unitsX: 1024, unitsY: 1023))
        == RegionID(map: MapID(1), column: 1, row: 0))
    #expect(grid.region(at: Position(unitsX: 4096, unitsY: 0)) == nil)
    #expect(grid.region(at: Position(x: -1, y: 0)) == nil)
  }

  @Test func everyRegionCoversItsOwnBounds() {
    for region in grid.regions {
      let bounds = grid.bounds(of: region)
      #expect(grid.region(at: Position(x: bounds.minX, y: bounds.minY)) == region)
      #expect(grid.region(at: Position(x: bounds.maxX - 1, y: bounds.maxY - 1)) == region)
    }
  }

  @Test func neighboursAreMutualAndCornersCount() {
    #expect(grid.neighbours(of: RegionID(map: MapID(1), column: 0, row: 0)).count == 3)
    #expect(grid.neighbours(of: RegionID(map: MapID(1), column: 1, row: 1)).count == 8)
    for region in grid.regions {
      for other in grid.neighbours(of: region) {
        #expect(grid.neighbours(of: other).contains(region))
      }
    }
  }
}
