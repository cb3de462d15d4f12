import Model

/// What a character owns, read at one moment.
public struct Belongings: Hashable, Sendable {
  /// Of this moment: an operation under another version is refused.
  public let valueVersion: ValueVersion
  /// At most `StorageLimits.goldMax`.
  public let gold: UInt64
  /// In ascending order of ids.
  public let items: [ItemRow]

  public init(valueVersion: ValueVersion, gold: UInt64, items: [ItemRow]) {
    self.valueVersion = valueVersion
    self.gold = gold
    self.items = items
  }
}
