/// The events of a tick, encoded once: many see the same.
struct EventRecords {
  /// All of them, one after the other, each with its tag and length.
  private var bytes: ContiguousArray<UInt8> = []
  /// Where each begins, and where the last one ends.
  private var bounds: ContiguousArray<Int> = [0]

  /// Tag, length, and five numbers.
  private static let bytesMax = 2 + 3 * 6 + 2 * 11

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    bounds.removeAll(keepingCapacity: true)
    bounds.append(0)
  }

  var count: Int { bounds.count - 1 }

  mutating func append(_ event: EntityEvent) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.bytesMax) { space in
      guard let start = space.baseAddress else { return }
      // Tag and a length below 128 come first, when the length is known.
      var body = FieldWriter(start + 2)
      body.field(0x08, UInt64(event.kind.rawValue))
      body.field(0x10, event.source)
      body.field(0x18, event.target)
      body.field(0x20, UInt64(event.amount))
      body.field(0x28, UInt64(event.skill))
      let end = body.cursor - start
      var field = FieldWriter(start)
      field.header(0x42, length: end - 2)
      bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: end))
    }
    bounds.append(bytes.count)
  }

  /// The bytes of the records of these events.
  func bytes(of events: Span<UInt16>) -> Int {
    var sum = 0
    for index in events.indices { sum += size(of: events[index]) }
    return sum
  }

  func copy(_ events: Span<UInt16>, to writer: inout FieldWriter) {
    bytes.withUnsafeBufferPointer { bytes in
      for index in events.indices {
        let start = bounds[Int(events[index])]
        writer.copy(
          UnsafeBufferPointer(rebasing: bytes[start..<start + size(of: events[index])]))
      }
    }
  }

  private func size(of event: UInt16) -> Int { bounds[Int(event) + 1] - bounds[Int(event)] }
}
