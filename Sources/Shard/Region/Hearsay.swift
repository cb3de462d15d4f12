import Model
import Wire

/// What neighbours and their players told since the last tick and is passed on in this one.
struct Hearsay: Sendable {
  /// Of neighbours: seen near the border.
  private(set) var events: [EntityEvent] = []
  /// Said here or near the border.
  private(set) var words: [NearbyWord] = []
  /// How many of `words` were said by players of this region: they come first.
  private(set) var ownWords = 0
  private(set) var dropped: UInt64 = 0

  mutating func hear(_ more: [EntityEvent], most: Int) {
    let room = Swift.min(more.count, Swift.max(0, most - events.count))
    dropped += UInt64(more.count - room)
    events.append(contentsOf: more.prefix(room))
  }

  mutating func say(_ word: NearbyWord, most: Int) {
    guard words.count < most else {
      dropped += 1
      return
    }
    words.insert(word, at: ownWords)
    ownWords += 1
  }

  mutating func overhear(_ more: [NearbyWord], most: Int) {
    let room = Swift.min(more.count, Swift.max(0, most - words.count))
    dropped += UInt64(more.count - room)
    words.append(contentsOf: more.prefix(room))
  }

  /// All of it was passed on.
  mutating func clear() {
    events.removeAll(keepingCapacity: true)
    clearWords()
  }

  /// What was said was passed on. What was seen waits for what players are told next.
  mutating func clearWords() {
    words.removeAll(keepingCapacity: true)
    ownWords = 0
  }
}
