/// One item, or one stack of equal items: a row of storage with exactly one owner. Issued by
/// storage, never used again.
public struct ItemID: Hashable, Comparable, Sendable, Codable {
  /// From 1; below 2^62, so that an item on the ground has an entity's name of its own.
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What sort of thing an item is, as content names it: `iron_sword`.
public struct ItemKind: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// A content id: small letters, digits and `_`, at most 64 bytes.
  public let rawValue: String

  public init(_ rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A letter between characters. Issued by storage.
public struct MailID: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Names one change of what has value, for ever: repeated, it has the result of the first time, or,
/// much later, none.
///
/// Whoever wants the change makes the id, not the region that does it: a request that is sent again
/// to another region, after a crash or a handoff, still is the same one.
public enum OperationID: Hashable, Sendable, CustomStringConvertible {
  /// What a player asked: `number` counts the requests of one log-in, from 1.
  case request(CharacterID, login: UInt64, number: UInt64)
  /// What a creature left behind: the region and epoch that made it, and its counter there. A
  /// creature that comes back from a checkpoint keeps them, so it does not pay twice.
  case loot(RegionID, Epoch, counter: UInt64)
  /// Things on the ground that nobody took in time: `counter` counts a region's clearances at an
  /// epoch.
  case decay(RegionID, Epoch, counter: UInt64)
  /// What an administrator ordered, done to one character: an order for many is done once to each.
  case order(UInt64, CharacterID)

  /// The key in storage: `request/CHARACTER/LOGIN/NUMBER`, `loot/REGION/EPOCH/COUNTER`,
  /// `decay/REGION/EPOCH/COUNTER`, `order/ORDER/CHARACTER`, all decimal.
  public var description: String {
    switch self {
    case .request(let character, let login, let number):
      "request/\(character.rawValue)/\(login)/\(number)"
    case .loot(let region, let epoch, let counter):
      "loot/\(region.rawValue)/\(epoch.rawValue)/\(counter)"
    case .decay(let region, let epoch, let counter):
      "decay/\(region.rawValue)/\(epoch.rawValue)/\(counter)"
    case .order(let order, let character): "order/\(order)/\(character.rawValue)"
    }
  }

  /// Reads a key as `description` writes it; nil for anything else.
  public init?(_ key: String) {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    let numbers = parts.dropFirst().compactMap { UInt64($0) }
    guard numbers.count == parts.count - 1, let kind = parts.first else { return nil }
    switch (kind, numbers.count) {
    case ("request", 3):
      self = .request(CharacterID(numbers[0]), login: numbers[1], number: numbers[2])
    case ("order", 2): self = .order(numbers[0], CharacterID(numbers[1]))
    case ("loot", 3), ("decay", 3):
      guard let region = UInt32(exactly: numbers[0]) else { return nil }
      let (owner, epoch) = (RegionID(rawValue: region), Epoch(numbers[1]))
      self =
        kind == "loot"
        ? .loot(owner, epoch, counter: numbers[2]) : .decay(owner, epoch, counter: numbers[2])
    default: return nil
    }
    // "+1" and "01" are numbers too.
    guard description == key else { return nil }
  }
}
