import Model

/// What is left behind by chance: each entry is rolled by itself, in order.
public struct LootTable: Hashable, Sendable {
  public struct Entry: Hashable, Sendable {
    public var item: ItemNumber
    /// Parts per million: 1,000,000 is always. Whole numbers, so that every machine rolls alike.
    public var chancePerMillion: UInt32
    public var countMin: UInt32
    public var countMax: UInt32

    public init(
      item: ItemNumber, chancePerMillion: UInt32, countMin: UInt32 = 1, countMax: UInt32 = 1
    ) {
      precondition(
        (1...countMax).contains(countMin) && countMax < .max, "a drop is of some, in order")
      self.item = item
      self.chancePerMillion = min(chancePerMillion, LootTable.certain)
      self.countMin = countMin
      self.countMax = countMax
    }
  }

  /// The chance of what is always there.
  public static let certain: UInt32 = 1_000_000

  public var entries: [Entry]

  public init(entries: [Entry]) { self.entries = entries }

  /// What one death leaves of it: of each entry nothing, or its smallest to its largest count, each
  /// alike. Two random numbers for what drops, one for what does not.
  public func roll(_ random: inout SeededGenerator) -> [(item: ItemNumber, count: UInt32)] {
    var drops: [(item: ItemNumber, count: UInt32)] = []
    for entry in entries where random.below(Self.certain) < entry.chancePerMillion {
      let more = random.below(entry.countMax - entry.countMin + 1)
      drops.append((entry.item, entry.countMin + more))
    }
    return drops
  }
}
