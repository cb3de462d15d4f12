import Model
import NIOCore

/// Reads an `Output` in place, its frame without a copy, when it is encoded as this version does:
/// every field at most once and in order. Everything else is left to protobuf-c.
enum OutputReader {
  /// Nil when the message is something else or not plain; nothing is said about its being right.
  static func read(_ message: ByteBuffer) -> Output? {
    var rest = message
    guard rest.readInteger(as: UInt8.self) == 0x2A, let length = rest.readVarint(),
      length == UInt64(rest.readableBytes)
    else { return nil }
    var numbers = (
      character: UInt64(0), generation: UInt64(0), sequence: UInt64(0), region: UInt64(0),
      epoch: UInt64(0), lastInput: UInt64(0)
    )
    var frame = ByteBuffer()
    var last: UInt8 = 0
    while let tag: UInt8 = rest.readInteger() {
      guard tag > last, let number = rest.readVarint() else { return nil }
      last = tag
      switch tag {
      case 0x08: numbers.character = number
      case 0x10: numbers.generation = number
      case 0x18: numbers.sequence = number
      case 0x20: numbers.region = number
      case 0x28: numbers.epoch = number
      case 0x30: numbers.lastInput = number
      case 0x3A:
        guard number == UInt64(rest.readableBytes) else { return nil }
        frame = rest.readSlice(length: rest.readableBytes) ?? ByteBuffer()
      default: return nil
      }
    }
    guard let region = UInt32(exactly: numbers.region) else { return nil }
    return Output(
      character: CharacterID(numbers.character),
      generation: SessionGeneration(numbers.generation),
      sequence: HandoffSequence(numbers.sequence), region: RegionID(rawValue: region),
      epoch: Epoch(numbers.epoch), lastInput: InputSequence(numbers.lastInput), frame: frame)
  }
}
