import Model
import NIOCore
import Wire

/// What a simulated update tells the client about its own character.
struct OwnFrame: Hashable {
  var counters: InputCounters
  var sequence: HandoffSequence
  var lineage: LineageID
  /// Which view of the world it belongs to.
  var view: SimulatedView
  /// What became of wishes.
  var answers: [ValueAnswer] = []

  /// Whether it tells of a time before another.
  func isBefore(_ other: OwnFrame) -> Bool {
    sequence < other.sequence
      || (sequence == other.sequence && counters.lastInput < other.counters.lastInput)
  }
}

extension SimulatedCluster {
  /// A view of the world that was not shown to anybody yet.
  func beginView(for generation: SessionGeneration) -> SimulatedView {
    views += 1
    return SimulatedView(number: views, generation: generation)
  }

  /// The bytes of an update: its number, since nobody on the way may look inside.
  func encode(_ frame: OwnFrame) -> ByteBuffer {
    frames.append(frame)
    return ByteBuffer(integer: frames.count - 1)
  }

  func decode(_ bytes: ByteBuffer) -> OwnFrame {
    guard let number = bytes.getInteger(at: bytes.readerIndex, as: Int.self) else {
      preconditionFailure("an update has a number")
    }
    return frames[number]
  }
}
