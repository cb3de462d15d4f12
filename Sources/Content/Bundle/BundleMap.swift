import FoundationEssentials

/// One map as clients get it: everything to draw it and to predict movement on it.
public struct BundleMap: Hashable, Sendable, Codable {
  public struct Regions: Hashable, Sendable, Codable {
    public let columns: Int
    public let rows: Int
    /// World units.
    public let edge: Int
    /// World units.
    public let viewRadius: Int
  }

  public struct Spawn: Hashable, Sendable, Codable {
    public let name: String
    /// World units, rounded down.
    public let x: Int
    public let y: Int
  }

  /// A part of the map where other rules hold, in world units; for drawing, so fractions may be
  /// cut.
  public struct Zone: Hashable, Sendable, Codable {
    /// `safe` or `danger`.
    public let kind: String
    /// What players are told they entered; empty when it has no name.
    public let name: String
    /// What players read besides, when they enter.
    public let announcement: String?
    public let x: Int
    public let y: Int
    public let width: Int
    public let height: Int
  }

  /// Who steps into it stands elsewhere on the map a moment later. World units.
  public struct Portal: Hashable, Sendable, Codable {
    public let name: String
    public let x: Int
    public let y: Int
    public let width: Int
    public let height: Int
    public let targetX: Int
    public let targetY: Int
  }

  /// A person who stands on the map. Snapshots name it by its number.
  public struct NPC: Hashable, Sendable, Codable {
    /// Its place in the list, from 1.
    public let number: UInt16
    /// What sort of person it is: for pictures and words.
    public let id: String
    /// What players read.
    public let name: String
    /// World units, rounded down.
    public let x: Int
    public let y: Int
    /// The id of the shop that it keeps.
    public let shop: String?
    /// Names what it says.
    public let dialogue: String?
  }

  /// A container that stands on the map. Snapshots name it by its number.
  public struct Chest: Hashable, Sendable, Codable {
    /// Its place in the list, from 1.
    public let number: UInt16
    public let name: String
    /// World units, rounded down.
    public let x: Int
    public let y: Int
  }

  public struct Tileset: Hashable, Sendable, Codable {
    public let name: String
    /// A file of the bundle.
    public let image: String
    public let columns: Int
    public let tileSize: Int
    public let margin: Int
    public let spacing: Int
  }

  public struct Layer: Hashable, Sendable, Codable {
    public let name: String
    public let opacity: Double
    /// Drawn over characters.
    public let above: Bool
    /// One entry per tile, row by row: an index into `palette`, 16 bits, little-endian.
    public let cells: Base64
  }

  public static let schema = "pangea.map/1"

  public let schema: String
  public let id: UInt16
  public let name: String
  /// In tiles.
  public let columns: Int
  public let rows: Int
  /// World units of a tile's edge, and its pixels.
  public let tileSize: Int
  public let regions: Regions
  /// One bit per tile, row by row, the lowest bit of each byte first: 1 blocks.
  public let collision: Base64
  public let spawns: [Spawn]
  public let zones: [Zone]
  public let portals: [Portal]
  public let npcs: [NPC]
  public let chests: [Chest]
  public let tilesets: [Tileset]
  /// What cells show: `[tileset, tile, turn]`; an empty list at index 0 is an empty cell.
  /// Turn: 1 mirrors left to right, 2 top to bottom, 4 along the diagonal (done first).
  public let palette: [[Int]]
  /// In drawing order.
  public let layers: [Layer]
}

/// Bytes that stand in JSON as base64.
public struct Base64: Hashable, Sendable, Codable {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let data = Data(base64Encoded: text) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "not base64"))
    }
    bytes = [UInt8](data)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Data(bytes).base64EncodedString())
  }
}
