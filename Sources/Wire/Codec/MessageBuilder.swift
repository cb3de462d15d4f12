import CProtobufC
import NIOCore

/// Builds the C form of messages in an arena, to be packed by protobuf-c.
struct MessageBuilder {
  let arena: UnsafeMutablePointer<MessageArena>

  /// Builds a message with `body`, packs it, and writes it to `buffer`. `prefix` is told the
  /// length before the bytes are written.
  static func write<M>(
    to buffer: inout ByteBuffer, prefix: (Int, inout ByteBuffer) -> Void = { _, _ in },
    _ build: (MessageBuilder) -> UnsafeMutablePointer<M>
  ) {
    ThreadArena.lend(limit: .max) { arena in
      let message = UnsafeRawPointer(build(MessageBuilder(arena: arena)))
        .assumingMemoryBound(to: ProtobufCMessage.self)
      let size = protobuf_c_message_get_packed_size(message)
      prefix(size, &buffer)
      buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { space in
        protobuf_c_message_pack(message, space.baseAddress?.assumingMemoryBound(to: UInt8.self))
      }
    }
  }

  /// A message with its defaults; `initialise` is the generated function of the message.
  func make<M>(_ initialise: (UnsafeMutablePointer<M>?) -> Void) -> UnsafeMutablePointer<M> {
    let message = room(for: M.self, count: 1)
    initialise(message)
    return message
  }

  private func room<T>(for type: T.Type, count: Int) -> UnsafeMutablePointer<T> {
    guard let memory = arena.pointee.allocate(count * MemoryLayout<T>.stride) else {
      preconditionFailure("encoding has no memory limit")
    }
    return memory.bindMemory(to: T.self, capacity: count)
  }

  /// A text, cut to `max` bytes at the boundary of a scalar, and before a NUL.
  func text(_ text: String, max: Int) -> ProtobufCBinaryData {
    guard !text.isEmpty else { return ProtobufCBinaryData() }
    var text = text
    return text.withUTF8 { bytes in
      let count = TextCut.count(of: bytes, max: max)
      return copy(UnsafeRawBufferPointer(start: bytes.baseAddress, count: count))
    }
  }

  func bytes(_ bytes: [UInt8]) -> ProtobufCBinaryData {
    bytes.withUnsafeBytes { copy($0) }
  }

  func bytes(_ buffer: ByteBuffer) -> ProtobufCBinaryData {
    buffer.withUnsafeReadableBytes { copy($0) }
  }

  private func copy(_ bytes: UnsafeRawBufferPointer) -> ProtobufCBinaryData {
    guard let source = bytes.baseAddress, !bytes.isEmpty else { return ProtobufCBinaryData() }
    let target = room(for: UInt8.self, count: bytes.count)
    UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: bytes.count)
    return ProtobufCBinaryData(len: bytes.count, data: target)
  }

  /// A repeated message field.
  func messages<E, M>(
    _ elements: [E], _ build: (E) -> UnsafeMutablePointer<M>
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<M>?>? {
    guard !elements.isEmpty else { return nil }
    let pointers = room(for: UnsafeMutablePointer<M>?.self, count: elements.count)
    for (index, element) in elements.enumerated() { pointers[index] = build(element) }
    return pointers
  }

  /// A repeated number field.
  func numbers<T: FixedWidthInteger>(_ count: Int, _ fill: (UnsafeMutablePointer<T>) -> Void)
    -> UnsafeMutablePointer<T>?
  {
    guard count > 0 else { return nil }
    let numbers = room(for: T.self, count: count)
    fill(numbers)
    return numbers
  }
}
