import CProtobufC
import Model

/// Checks on fields that protobuf-c does not make.
enum MessageReader {
  /// Parses bytes into the C form of a message, which lives in the arena.
  ///
  /// `unpack` is the generated function of the message.
  static func unpack<M>(
    _ bytes: UnsafeRawBufferPointer, in arena: UnsafeMutablePointer<MessageArena>,
    _ unpack: (UnsafeMutablePointer<ProtobufCAllocator>?, Int, UnsafePointer<UInt8>?) ->
      UnsafeMutablePointer<M>?
  ) throws(WireError) -> M {
    var allocator = ThreadArena.allocator(of: arena)
    let message = unpack(
      &allocator, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    guard let message else {
      throw arena.pointee.isExhausted ? .memoryExceeded : .malformed
    }
    return message.pointee
  }

  /// UTF-8 without NUL of at most `max` bytes.
  static func text(
    _ data: ProtobufCBinaryData, max: Int, _ field: String
  ) throws(WireError) -> String {
    guard data.len > 0 else { return "" }
    let bytes = UnsafeBufferPointer(start: data.data, count: data.len)
    guard bytes.count <= max, !bytes.contains(0),
      let text = String(validating: bytes, as: UTF8.self)
    else { throw .invalidText(field: field) }
    return text
  }

  static func token(_ data: ProtobufCBinaryData) throws(WireError) -> [UInt8] {
    guard data.len <= Limits.tokenBytesMax else { throw .outOfRange(field: "token") }
    return Array(UnsafeBufferPointer(start: data.data, count: data.len))
  }

  /// A number that must fit a narrower type.
  static func number<T: FixedWidthInteger>(
    _ value: some FixedWidthInteger, _ field: String
  ) throws(WireError) -> T {
    guard let narrow = T(exactly: value) else { throw .outOfRange(field: field) }
    return narrow
  }

  /// The C form of a message that a oneof points to.
  static func body<M>(_ pointer: UnsafeMutablePointer<M>?) throws(WireError) -> M {
    guard let pointer else { throw .bodyMissing }
    return pointer.pointee
  }

  /// Calls `read` with each element of a repeated message field.
  static func map<M, R>(
    _ count: Int, _ elements: UnsafeMutablePointer<UnsafeMutablePointer<M>?>?,
    _ read: (M) throws(WireError) -> R
  ) throws(WireError) -> [R] {
    guard count > 0, let elements else { return [] }
    var result: [R] = []
    result.reserveCapacity(count)
    for index in 0..<count {
      result.append(try read(try body(elements[index])))
    }
    return result
  }
}
