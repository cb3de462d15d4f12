/// What clients draw of a map: layers of cells in drawing order, and the images they show.
public struct MapArt: Hashable, Sendable {
  /// A cell's picture: a tile of a tileset and how it is turned.
  public struct Tile: Hashable, Sendable {
    /// An index into `tilesets`.
    public let tileset: Int
    /// The tile's number in its tileset, row by row.
    public let tile: Int
    /// 1: mirrored left to right, 2: top to bottom, 4: along the diagonal (done first).
    public let turn: UInt8
  }

  /// One layer of tiles.
  public struct Layer: Hashable, Sendable {
    public let name: String
    /// 0 ... 1.
    public let opacity: Double
    /// Drawn over characters: tree tops and roofs.
    public let isAbove: Bool
    /// One entry per cell, row by row: an index into `palette`.
    public let cells: [UInt16]
  }

  /// A picture of tiles.
  public struct Tileset: Hashable, Sendable {
    public let name: String
    /// The PNG, relative to the content folder.
    public let image: String
    public let columns: Int
    /// Pixels of a tile's edge, around the tiles, and between them.
    public let tilePixels: Int
    public let margin: Int
    public let spacing: Int
  }

  public let tilesets: [Tileset]
  /// The different tiles that the layers show. Nil, at index 0, is an empty cell.
  public let palette: [Tile?]
  public let layers: [Layer]
}
