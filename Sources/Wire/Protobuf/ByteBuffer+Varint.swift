import NIOCore

/// Protobuf's numbers of variable length: seven bits a byte, lowest first, the top bit says that
/// more follow.
extension ByteBuffer {
  mutating func writeVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    writeInteger(UInt8(truncatingIfNeeded: rest))
  }

  /// Nil when the bytes end within the number or it has more than 64 bits.
  mutating func readVarint() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64, let byte: UInt8 = readInteger() {
      guard shift < 63 || byte <= 1 else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  /// Skips the value of a field that this version does not know.
  mutating func skipField(tag: UInt64) throws(WireError) {
    guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { throw .malformed }
    let length: UInt64? =
      switch tag & 7 {
      case 0: readVarint().map { _ in 0 }
      case 1: 8
      case 2: readVarint()
      case 5: 4
      default: nil
      }
    guard let length, length <= UInt64(readableBytes) else { throw .malformed }
    moveReaderIndex(forwardBy: Int(length))
  }
}
