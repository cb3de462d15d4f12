import Model

/// Writes protobuf fields to memory that the caller knows to be large enough: for the few messages
/// that are written thousands of times a tick. Values of zero are left out, as proto3 does.
struct FieldWriter {
  private(set) var cursor: UnsafeMutablePointer<UInt8>

  init(_ space: UnsafeMutablePointer<UInt8>) { cursor = space }

  @inline(__always)
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      cursor.pointee = UInt8(truncatingIfNeeded: rest) | 0x80
      cursor += 1
      rest >>= 7
    }
    cursor.pointee = UInt8(truncatingIfNeeded: rest)
    cursor += 1
  }

  @inline(__always)
  mutating func byte(_ value: UInt8) {
    cursor.pointee = value
    cursor += 1
  }

  /// A number; `tag` is the field's number times eight.
  @inline(__always)
  mutating func field(_ tag: UInt8, _ value: UInt64) {
    guard value != 0 else { return }
    byte(tag)
    varint(value)
  }

  /// A number of a field whose tag takes more than a byte: 16 and above.
  @inline(__always)
  mutating func longField(_ number: UInt64, _ value: UInt64) {
    guard value != 0 else { return }
    varint(number << 3)
    varint(value)
  }

  /// A signed number, small ones of either sign in few bytes.
  @inline(__always)
  mutating func zigZagField(_ tag: UInt8, _ value: Int32) {
    field(tag, zigZag(value))
  }

  /// The start of a field of `length` bytes that the caller writes next.
  @inline(__always)
  mutating func header(_ tag: UInt8, length: Int) {
    byte(tag)
    varint(UInt64(length))
  }

  @inline(__always)
  mutating func copy(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    cursor.update(from: source, count: bytes.count)
    cursor += bytes.count
  }

  @inline(__always)
  mutating func advance(by count: Int) { cursor += count }
}

/// How many bytes a number of variable length takes: one for each seven bits.
@inline(__always)
func varintBytes(_ value: UInt64) -> Int {
  (70 - (value | 1).leadingZeroBitCount) / 7
}

/// How many bytes a length-delimited field takes with its one-byte tag.
@inline(__always)
func delimitedBytes(_ length: Int) -> Int { 1 + varintBytes(UInt64(length)) + length }

/// How many bytes a number's field takes with its one-byte tag; none when it is zero.
@inline(__always)
func numberFieldBytes(_ value: UInt64) -> Int { value == 0 ? 0 : 1 + varintBytes(value) }

/// A signed number so that small ones of either sign are small.
@inline(__always)
func zigZag(_ value: Int32) -> UInt64 {
  UInt64(UInt32(bitPattern: (value << 1) ^ (value >> 31)))
}
