import Model

/// A map as a gateway knows it: how it is cut, and what clients call it.
public struct WorldMap: Hashable, Sendable {
  public var name: String
  public var grid: RegionGrid

  public init(name: String, grid: RegionGrid) {
    self.name = name
    self.grid = grid
  }
}

/// Where a new guest may begin.
public struct StartPlace: Hashable, Sendable {
  public var map: MapID
  public var position: Position

  public init(map: MapID, position: Position) {
    self.map = map
    self.position = position
  }
}
