import Model

/// What this region owes one neighbour: numbered batches every tick, and a full one when the
/// neighbour has missed something or has a new owner.
struct BorderOutbox: Sendable {
  private(set) var counter: UInt64 = 0
  private var needsFull = true
  private var peerEpoch: Epoch = .none
  /// The counter at which the last full batch went out: complaints about older ones are stale.
  private var lastFull: UInt64 = 0

  /// The next batch's number, and whether it must hold everything.
  mutating func next(targetEpoch: Epoch) -> (counter: UInt64, isFull: Bool) {
    if targetEpoch > peerEpoch {
      peerEpoch = targetEpoch
      needsFull = true
    }
    counter += 1
    defer { needsFull = false }
    if needsFull { lastFull = counter }
    return (counter, needsFull)
  }

  /// The neighbour reports the last batch that it has in unbroken order; 0 asks for a full one.
  ///
  /// A complaint is heeded at most once in `patience` batches, the time a full one needs to arrive
  /// and be reported.
  mutating func reported(heard: UInt64, patience: UInt64 = 4) {
    if heard == 0, counter >= lastFull + patience { needsFull = true }
  }

  /// The link to the neighbour's process was lost: what was under way may be gone.
  mutating func linkLost() { needsFull = true }
}
