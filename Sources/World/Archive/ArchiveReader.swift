import Model

/// Why the bytes of an archive are not a simulation's state.
public enum ArchiveError: Error, Hashable, Sendable {
  /// Written by code of another version; this one reads `Simulation.archiveVersion` alone.
  case unknownVersion(UInt16)
  /// Of another region.
  case otherRegion(RegionID)
  /// Written under other game data: its creatures do not belong to these spawn points.
  case otherContent
  /// Cut off or not an archive.
  case damaged
}

/// Reads what `ArchiveWriter` wrote. Bytes come from storage and from other processes: what is not
/// whole to the last bit is refused, because a simulation trusts its own numbers.
struct ArchiveReader {
  private let bytes: ArraySlice<UInt8>
  private var offset = 0

  /// - Throws: `ArchiveError.damaged` unless the digest at the end is that of the rest.
  init(_ sealed: [UInt8]) throws(ArchiveError) {
    bytes = sealed.dropLast(8)
    let digest = sealed.suffix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard sealed.count > 8, digest == StateHash.digest(of: bytes) else { throw .damaged }
  }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func next<Word: FixedWidthInteger>(
    _ type: Word.Type = Word.self
  ) throws(ArchiveError) -> Word {
    let size = MemoryLayout<Word>.size
    guard bytes.count - offset >= size else { throw .damaged }
    var word: Word = 0
    for index in (0..<size).reversed() {
      word = (size == 1 ? 0 : word << 8) | Word(truncatingIfNeeded: bytes[offset + index])
    }
    offset += size
    return word
  }

  mutating func flag() throws(ArchiveError) -> Bool {
    switch try next(UInt8.self) {
    case 0: false
    case 1: true
    default: throw .damaged
    }
  }

  mutating func position() throws(ArchiveError) -> Position {
    Position(x: try next(), y: try next())
  }

  mutating func tick() throws(ArchiveError) -> Tick? {
    let raw = try next(UInt64.self)
    return raw == .max ? nil : Tick(raw)
  }

  /// A value of a closed set.
  mutating func value<Value: RawRepresentable>(
    _ type: Value.Type = Value.self
  ) throws(ArchiveError) -> Value where Value.RawValue == UInt8 {
    guard let value = Value(rawValue: try next()) else { throw .damaged }
    return value
  }

  /// How many elements follow; at most `max`.
  mutating func count(max: Int) throws(ArchiveError) -> Int {
    let count = Int(try next(UInt32.self))
    guard count <= max else { throw .damaged }
    return count
  }
}
