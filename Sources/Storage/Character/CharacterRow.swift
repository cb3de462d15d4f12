import Model

/// What of a character may change without a durable operation: saved about once a second, so a
/// crash may turn it back by that much. Nothing of value is in here.
public struct CharacterBody: Hashable, Sendable {
  public var map: MapID
  public var position: Position
  /// Health, cooldowns and the like, as the world encodes them; at most
  /// `StorageLimits.characterStateBytesMax` bytes.
  public var state: [UInt8]
  public var inputs: InputCounters

  public init(
    map: MapID, position: Position, state: [UInt8] = [], inputs: InputCounters = InputCounters()
  ) {
    self.map = map
    self.position = position
    self.state = state
    self.inputs = inputs
  }
}

/// The right to commit for a character: a region, and the fencing number of that right.
public struct Holding: Hashable, Sendable {
  public let sequence: HandoffSequence
  /// Nil while nobody has the character in the world: before its first attach, and after it left.
  public let holder: RegionID?

  public init(sequence: HandoffSequence, holder: RegionID?) {
    self.sequence = sequence
    self.holder = holder
  }
}

/// A character as storage knows it.
public struct CharacterRow: Hashable, Sendable {
  public let id: CharacterID
  public let account: AccountID
  public let name: String
  public let holding: Holding
  public let valueVersion: ValueVersion
  public let body: CharacterBody

  public init(
    id: CharacterID, account: AccountID, name: String, holding: Holding,
    valueVersion: ValueVersion, body: CharacterBody
  ) {
    self.id = id
    self.account = account
    self.name = name
    self.holding = holding
    self.valueVersion = valueVersion
    self.body = body
  }
}

/// A new guest: an account without a password, and its one character.
public struct GuestRow: Hashable, Sendable {
  public let account: AccountID
  public let character: CharacterID

  public init(account: AccountID, character: CharacterID) {
    self.account = account
    self.character = character
  }
}
