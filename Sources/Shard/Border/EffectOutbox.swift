import Model
import Wire
import World

/// What this region's entities did to those of one neighbour, until the neighbour has heard of it:
/// each deed is sent again in every batch, numbered without gaps for the pair of epochs.
///
/// A new owner of the neighbour may have saved what its predecessor resolved, or not: what the old
/// one never confirmed is dropped and counted, because nothing may be done twice.
struct EffectOutbox: Sendable {
  private(set) var pending: [BorderEffect] = []
  /// The epoch of the neighbour that the numbers are for.
  private(set) var peerEpoch: Epoch = .none
  private(set) var dropped: UInt64 = 0
  private var counter: UInt64 = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// The neighbour has this owner by now.
  mutating func retarget(_ epoch: Epoch) {
    guard epoch > peerEpoch else { return }
    if peerEpoch != .none {
      dropped += UInt64(pending.count)
      pending = []
      counter = 0
    }
    peerEpoch = epoch
  }

  mutating func append(_ deed: BorderDeed) {
    guard pending.count < limit else {
      dropped += 1
      return
    }
    counter += 1
    pending.append(BorderEffect(deed, counter: counter))
  }

  /// The neighbour, owned at `epoch`, has everything up to `heard`.
  mutating func heard(_ heard: UInt64, from epoch: Epoch) {
    guard epoch == peerEpoch, let first = pending.first, heard >= first.counter else { return }
    pending.removeFirst(min(pending.count, Int(clamping: heard - first.counter + 1)))
  }
}

/// What of a neighbour's deeds this region has taken: each once and in order.
struct EffectInbox: Sendable {
  /// The owner of the neighbour that is heard.
  private(set) var epoch: Epoch = .none
  /// The last one taken.
  private(set) var counter: UInt64 = 0

  /// The effects that are new, in order. Those behind a gap wait for the batch that fills it.
  mutating func take(_ effects: [BorderEffect], from epoch: Epoch) -> [BorderEffect] {
    guard epoch >= self.epoch else { return [] }
    if epoch > self.epoch {
      self.epoch = epoch
      counter = 0
    }
    var taken: [BorderEffect] = []
    for effect in effects where effect.counter == counter + 1 {
      counter = effect.counter
      taken.append(effect)
    }
    return taken
  }
}
