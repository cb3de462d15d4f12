/// Reads protobuf fields in place, for the few messages that are read thousands of times a second.
struct FieldReader {
  private var cursor: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  /// Nil for no bytes at all.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return nil }
    cursor = start
    end = start + bytes.count
  }

  private init(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
    cursor = start
    self.end = end
  }

  var isAtEnd: Bool { cursor == end }

  /// The bytes that are left.
  var count: Int { end - cursor }

  /// The bytes that are left, for a reader of another kind.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: cursor, count: count) }

  @inline(__always)
  mutating func varint() throws(WireError) -> UInt64 {
    guard cursor < end else { throw .malformed }
    let first = cursor.pointee
    cursor += 1
    return first < 0x80 ? UInt64(first) : try longVarint(first)
  }

  private mutating func longVarint(_ first: UInt8) throws(WireError) -> UInt64 {
    var value = UInt64(first & 0x7F)
    var shift: UInt64 = 7
    while cursor < end, shift < 64 {
      let byte = cursor.pointee
      cursor += 1
      guard shift < 63 || byte <= 1 else { throw .malformed }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw .malformed
  }

  /// What says which field follows, and how it is coded. It has five bytes at most, as a length.
  @inline(__always)
  mutating func tag() throws(WireError) -> UInt64 {
    let before = cursor
    let tag = try varint()
    guard cursor - before <= 5 else { throw .malformed }
    return tag
  }

  /// A number of a 32-bit field: higher bits are cut off, as protobuf does.
  @inline(__always)
  mutating func number() throws(WireError) -> UInt32 {
    UInt32(truncatingIfNeeded: try varint())
  }

  @inline(__always)
  mutating func zigZag() throws(WireError) -> Int32 {
    let bits = try number()
    return Int32(bitPattern: bits >> 1) ^ -Int32(bitPattern: bits & 1)
  }

  /// The contents of a length-delimited field. Its length has five bytes at most, also when more of
  /// them would be zeros, as protobuf-c reads it.
  mutating func delimited() throws(WireError) -> FieldReader {
    let before = cursor
    let length = try varint()
    guard cursor - before <= 5, length <= UInt64(end - cursor) else { throw .malformed }
    let start = cursor
    cursor += Int(length)
    return FieldReader(start, cursor)
  }

  /// Skips the value of a field that is of no interest.
  mutating func skip(tag: UInt64) throws(WireError) {
    guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { throw .malformed }
    switch tag & 7 {
    case 0: _ = try varint()
    case 1: try skip(bytes: 8)
    case 2: _ = try delimited()
    case 5: try skip(bytes: 4)
    default: throw .malformed
    }
  }

  mutating func skip(bytes: Int) throws(WireError) {
    guard bytes <= end - cursor else { throw .malformed }
    cursor += bytes
  }
}
