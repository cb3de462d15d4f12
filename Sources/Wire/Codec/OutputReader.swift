import Model
import NIOCore

/// Reads an `Output` in place, its frame without a copy, when it is encoded as this version does:
/// every field at most once and in order. Everything else is left to protobuf-c.
enum OutputReader {
  /// Reads the body of an `Output`, which ends at `end` in `buffer`; nil when it is not plain, or
  /// not right.
  static func read(_ body: FieldReader, endingAt end: Int, in buffer: ByteBuffer) -> Output? {
    var reader = body
    var numbers = (
      character: UInt64(0), generation: UInt64(0), sequence: UInt64(0), region: UInt64(0),
      epoch: UInt64(0), lastInput: UInt64(0), part: UInt64(0), isWhole: UInt64(0)
    )
    var frame = ByteBuffer()
    var last: UInt64 = 0
    while !reader.isAtEnd {
      guard let tag = try? reader.tag(), tag > last, let number = try? reader.varint() else {
        return nil
      }
      last = tag
      switch tag {
      case 0x08: numbers.character = number
      case 0x10: numbers.generation = number
      case 0x18: numbers.sequence = number
      case 0x20: numbers.region = number
      case 0x28: numbers.epoch = number
      case 0x30: numbers.lastInput = number
      case 0x3A:
        guard let length = Int(exactly: number), length <= reader.count,
          let slice = buffer.getSlice(at: end - reader.count, length: length),
          (try? reader.skip(bytes: length)) != nil
        else { return nil }
        frame = slice
      case 0x40: numbers.part = number
      case 0x48: numbers.isWhole = number
      default: return nil
      }
    }
    guard let region = UInt32(exactly: numbers.region) else { return nil }
    return Output(
      character: CharacterID(numbers.character),
      generation: SessionGeneration(numbers.generation),
      sequence: HandoffSequence(numbers.sequence), region: RegionID(rawValue: region),
      epoch: Epoch(numbers.epoch), lastInput: InputSequence(numbers.lastInput), frame: frame,
      part: ViewPart(wire: numbers.part, isWhole: numbers.isWhole != 0))
  }
}
