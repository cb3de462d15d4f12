/// The slots that a client was told of in its current scope.
public struct KnownSlots: Hashable, Sendable {
  /// Slots are 16-bit numbers.
  public static let slotsMax = 1 << 16

  private var words: [UInt64] = []
  public private(set) var count = 0

  public init() {}

  public func contains(_ slot: UInt32) -> Bool {
    let word = Int(slot >> 6)
    return word < words.count && words[word] & (1 << UInt64(slot & 63)) != 0
  }

  /// False when the slot is none: too large.
  mutating func insert(_ slot: UInt32) -> Bool {
    guard slot < Self.slotsMax else { return false }
    let word = Int(slot >> 6)
    if word >= words.count {
      words.append(contentsOf: repeatElement(0, count: word + 1 - words.count))
    }
    if !contains(slot) { count += 1 }
    words[word] |= 1 << UInt64(slot & 63)
    return true
  }

  /// False when the slot was unknown.
  mutating func remove(_ slot: UInt32) -> Bool {
    guard contains(slot) else { return false }
    words[Int(slot >> 6)] &= ~(1 << UInt64(slot & 63))
    count -= 1
    return true
  }

  mutating func removeAll() {
    for index in words.indices { words[index] = 0 }
    count = 0
  }
}
