import Model

/// Writes a simulation's state as bytes: little-endian, without names or gaps.
struct ArchiveWriter {
  private(set) var bytes: [UInt8] = []

  mutating func add<Word: FixedWidthInteger>(_ word: Word) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func add(_ flag: Bool) { add(UInt8(flag ? 1 : 0)) }

  mutating func add(_ position: Position) {
    add(position.x)
    add(position.y)
  }

  mutating func add(_ tick: Tick?) { add(tick?.rawValue ?? .max) }

  /// A count, then that many elements.
  mutating func add<Elements: Collection>(
    _ elements: Elements, _ write: (inout ArchiveWriter, Elements.Element) -> Void
  ) {
    add(UInt32(elements.count))
    for element in elements { write(&self, element) }
  }

  /// Everything, and its digest.
  mutating func sealed() -> [UInt8] {
    add(StateHash.digest(of: bytes[...]))
    return bytes
  }
}

extension StateHash {
  /// Of bytes, eight at a time.
  static func digest(of bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash = StateHash()
    var word: UInt64 = 0
    for (number, byte) in bytes.enumerated() {
      word = word << 8 | UInt64(byte)
      if number % 8 == 7 {
        hash.add(word)
        word = 0
      }
    }
    hash.add(word)
    hash.add(bytes.count)
    return hash.value
  }
}
