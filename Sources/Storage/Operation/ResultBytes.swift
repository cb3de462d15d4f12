import Model

/// Writes numbers in little-endian order, and texts and lists after their counts.
struct ResultWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func write(_ text: String) {
    write(UInt16(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func write<Element>(_ list: [Element], _ body: (inout Self, Element) -> Void) {
    write(UInt16(list.count))
    for element in list { body(&self, element) }
  }

  /// A number that may be absent: 0 stands for nil, so the number is one of those from 1.
  mutating func write(optional value: UInt64?) { write(value ?? 0) }
}

/// Reads what `ResultWriter` wrote; anything else is damage.
struct ResultReader {
  struct Damage: Error, Hashable {
    /// The byte at which it shows.
    let offset: Int
  }

  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var damage: Damage { Damage(offset: offset) }

  mutating func read<Number: FixedWidthInteger>(_: Number.Type) throws(Damage) -> Number {
    let size = Number.bitWidth / 8
    guard bytes.count - offset >= size else { throw damage }
    var value: Number = 0
    withUnsafeMutableBytes(of: &value) { $0.copyBytes(from: bytes[offset..<offset + size]) }
    offset += size
    return Number(littleEndian: value)
  }

  mutating func text() throws(Damage) -> String {
    let count = Int(try read(UInt16.self))
    guard bytes.count - offset >= count,
      let text = String(validating: bytes[offset..<offset + count], as: UTF8.self)
    else { throw damage }
    offset += count
    return text
  }

  mutating func list<Element>(
    _ body: (inout Self) throws(Damage) -> Element
  ) throws(Damage) -> [Element] {
    let count = Int(try read(UInt16.self))
    var list: [Element] = []
    for _ in 0..<count { list.append(try body(&self)) }
    return list
  }

  mutating func optional() throws(Damage) -> UInt64? {
    let value = try read(UInt64.self)
    return value == 0 ? nil : value
  }

  func finish() throws(Damage) {
    guard offset == bytes.count else { throw damage }
  }
}
