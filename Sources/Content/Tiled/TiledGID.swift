/// A cell of a tile layer as Tiled writes it: a tile's number in the map and how it is turned.
///
/// Bit 31 mirrors left to right, bit 30 top to bottom, bit 29 along the diagonal; bit 28 turns
/// hexagonal tiles only and is ignored here.
struct TiledGID: Hashable {
  let rawValue: UInt32

  init(_ rawValue: UInt32) { self.rawValue = rawValue }

  static let empty = TiledGID(0)

  /// The number over all tilesets of the map; 0 is no tile.
  var number: Int { Int(rawValue & 0x0FFF_FFFF) }
  var isEmpty: Bool { number == 0 }

  /// 1: mirrored left to right, 2: top to bottom, 4: along the diagonal (done first).
  var turn: UInt8 {
    UInt8(rawValue >> 31 & 1) | UInt8(rawValue >> 30 & 1) << 1 | UInt8(rawValue >> 29 & 1) << 2
  }
}
