import Model
import NIOCore

/// What a simulated update tells the client about its own character.
struct OwnFrame: Hashable {
  var counters: InputCounters
  var sequence: HandoffSequence
  var lineage: LineageID

  var encoded: ByteBuffer {
    var buffer = ByteBuffer()
    for number in [
      counters.lastInput.rawValue, counters.applied, counters.gaps, counters.duplicates,
      sequence.rawValue, UInt64(lineage.rawValue),
    ] {
      buffer.writeInteger(number)
    }
    return buffer
  }

  init(counters: InputCounters, sequence: HandoffSequence, lineage: LineageID) {
    self.counters = counters
    self.sequence = sequence
    self.lineage = lineage
  }

  init?(_ buffer: ByteBuffer) {
    var buffer = buffer
    var numbers: [UInt64] = []
    while let number = buffer.readInteger(as: UInt64.self) { numbers.append(number) }
    guard numbers.count == 6 else { return nil }
    self.init(
      counters: InputCounters(
        lastInput: InputSequence(numbers[0]), applied: numbers[1], gaps: numbers[2],
        duplicates: numbers[3]),
      sequence: HandoffSequence(numbers[4]), lineage: LineageID(rawValue: Int(numbers[5])))
  }
}
