/// What changed of slots in a tick, encoded once: the field of a client is a concatenation of the
/// slices of what it sees.
///
/// ```
/// a move    | slot 1-3 bytes | x 1-5 bytes | y 1-5 bytes |   mostly 5 or 6 bytes, never over 13
/// vitals    | slot 1-3 bytes | health 1-2 | level 1-3 | state 1-2 |   never over 10
/// ```
struct SlotSlices {
  /// A slice in 16 bytes, so that copying it is one or two machine words.
  private struct Slice {
    var low: UInt64 = 0
    var high: UInt64 = 0
  }

  /// Room that `copy` needs after the last slice.
  static let slackBytes = 16

  private var slices: ContiguousArray<Slice> = []
  /// The length of each slot's slice; 0 when it has not changed in this tick.
  private var lengths: ContiguousArray<UInt8> = []
  private var changed: ContiguousArray<UInt16> = []

  mutating func grow(to slots: Int) {
    guard slots > slices.count else { return }
    slices.append(contentsOf: repeatElement(Slice(), count: slots - slices.count))
    lengths.append(contentsOf: repeatElement(0, count: slots - lengths.count))
    changed.reserveCapacity(slots)
  }

  /// Nothing has changed.
  mutating func clear() {
    for slot in changed { lengths[Int(slot)] = 0 }
    changed.removeAll(keepingCapacity: true)
  }

  mutating func clear(slot: UInt16) { lengths[Int(slot)] = 0 }

  mutating func setMove(slot: UInt16, x: UInt32, y: UInt32) {
    setSlice(slot) { writer in
      writer.varint(UInt64(slot))
      writer.varint(UInt64(x))
      writer.varint(UInt64(y))
    }
  }

  mutating func setVitals(slot: UInt16, health: UInt8, level: UInt16, state: UInt8) {
    setSlice(slot) { writer in
      writer.varint(UInt64(slot))
      writer.varint(UInt64(health))
      writer.varint(UInt64(level))
      writer.varint(UInt64(state))
    }
  }

  @inline(__always)
  private mutating func setSlice(_ slot: UInt16, _ write: (inout FieldWriter) -> Void) {
    var words = (UInt64(0), UInt64(0))
    let length = withUnsafeMutableBytes(of: &words) { bytes in
      guard let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return 0 }
      var writer = FieldWriter(start)
      write(&writer)
      return writer.cursor - start
    }
    if lengths[Int(slot)] == 0 { changed.append(slot) }
    slices[Int(slot)] = Slice(low: words.0, high: words.1)
    lengths[Int(slot)] = UInt8(length)
  }

  /// Whether nothing changed in this tick.
  var isEmpty: Bool { changed.isEmpty }

  /// The bytes of the slices of these slots.
  func bytes(of slots: Span<UInt16>) -> Int {
    let lengths = lengths.span
    var sum = 0
    for index in slots.indices { sum &+= Int(lengths[Int(slots[index])]) }
    return sum
  }

  /// Copies the slices of these slots. Writes up to `slackBytes` beyond them.
  func copy(_ slots: Span<UInt16>, to writer: inout FieldWriter) {
    let lengths = lengths.span
    let slices = slices.span
    for index in slots.indices {
      let slot = Int(slots[index])
      let length = Int(lengths[slot])
      let target = UnsafeMutableRawPointer(writer.cursor)
      target.storeBytes(of: slices[slot].low, as: UInt64.self)
      if length > 8 { target.storeBytes(of: slices[slot].high, toByteOffset: 8, as: UInt64.self) }
      writer.advance(by: length)
    }
  }
}
