/// What moved in a tick, encoded once: the field of a client is a concatenation of the slices of
/// what it sees.
///
/// ```
/// slice  | slot 1-3 bytes | x 1-5 bytes | y 1-5 bytes |   mostly 5 or 6 bytes, never over 15
/// ```
struct MoveSlices {
  /// A slice in 16 bytes, so that copying it is one or two machine words.
  private struct Slice {
    var low: UInt64 = 0
    var high: UInt64 = 0
  }

  /// Room that `copy` needs after the last slice.
  static let slackBytes = 16

  private var slices: ContiguousArray<Slice> = []
  /// The length of each slot's slice; 0 when it has not moved in this tick.
  private var lengths: ContiguousArray<UInt8> = []
  private var set: ContiguousArray<UInt16> = []

  mutating func grow(to slots: Int) {
    guard slots > slices.count else { return }
    slices.append(contentsOf: repeatElement(Slice(), count: slots - slices.count))
    lengths.append(contentsOf: repeatElement(0, count: slots - lengths.count))
    set.reserveCapacity(slots)
  }

  /// Nothing has moved.
  mutating func clear() {
    for slot in set { lengths[Int(slot)] = 0 }
    set.removeAll(keepingCapacity: true)
  }

  mutating func clear(slot: UInt16) { lengths[Int(slot)] = 0 }

  mutating func setSlice(slot: UInt16, x: UInt32, y: UInt32) {
    var words = (UInt64(0), UInt64(0))
    let length = withUnsafeMutableBytes(of: &words) { bytes in
      guard let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return 0 }
      var writer = FieldWriter(start)
      writer.varint(UInt64(slot))
      writer.varint(UInt64(x))
      writer.varint(UInt64(y))
      return writer.cursor - start
    }
    if lengths[Int(slot)] == 0 { set.append(slot) }
    slices[Int(slot)] = Slice(low: words.0, high: words.1)
    lengths[Int(slot)] = UInt8(length)
  }

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
