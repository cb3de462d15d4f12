import Model
import Wire
import World

/// What this region's entities did to those of one neighbour, until the neighbour has heard of it:
/// each deed is sent again in every batch, numbered without gaps for the pair of streams.
///
/// A stream begins with the epoch under which a region is opened from storage, and goes on when the
/// region moves to another shard as it is. A neighbour that came back after a crash has a new one:
/// its predecessor may have saved what it resolved, or not, so what that never confirmed is dropped
/// and counted, because nothing may be done twice.
struct EffectOutbox: Sendable {
  private(set) var pending: [BorderEffect] = []
  /// The stream of the neighbour that the numbers are for; none before anything was heard of it.
  private(set) var peerStream: Epoch = .none
  private(set) var dropped: UInt64 = 0
  private(set) var counter: UInt64 = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  init(_ cargo: RegionCargo.Neighbour, limit: Int) {
    self.limit = limit
    pending = cargo.effects
    counter = cargo.effectsCounter
    peerStream = cargo.peerStream
  }

  /// The neighbour speaks under this stream.
  mutating func retarget(_ stream: Epoch) {
    guard stream > peerStream else { return }
    if peerStream != .none {
      dropped += UInt64(pending.count)
      pending = []
      counter = 0
    }
    peerStream = stream
  }

  mutating func append(_ deed: BorderDeed) {
    guard pending.count < limit else {
      dropped += 1
      return
    }
    counter += 1
    pending.append(BorderEffect(deed, counter: counter))
  }

  /// The neighbour's stream has everything up to `heard`.
  mutating func heard(_ heard: UInt64, from stream: Epoch) {
    guard stream == peerStream, let first = pending.first, heard >= first.counter else { return }
    pending.removeFirst(min(pending.count, Int(clamping: heard - first.counter + 1)))
  }
}

/// What of a neighbour's deeds this region has taken: each once and in order.
struct EffectInbox: Sendable {
  /// The stream of the neighbour that is heard.
  private(set) var stream: Epoch = .none
  /// The last one taken.
  private(set) var counter: UInt64 = 0

  init() {}

  init(_ cargo: RegionCargo.Neighbour) {
    stream = cargo.heardStream
    counter = cargo.heardCounter
  }

  /// The effects that are new, in order. Those behind a gap wait for the batch that fills it.
  mutating func take(_ effects: [BorderEffect], from stream: Epoch) -> [BorderEffect] {
    guard stream >= self.stream else { return [] }
    if stream > self.stream {
      self.stream = stream
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
