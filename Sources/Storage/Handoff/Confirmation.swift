import Model

/// A character that a region believes to hold, with its sequence.
public struct HeldCharacter: Hashable, Sendable {
  public let character: CharacterID
  public let sequence: HandoffSequence
  /// What the region knows of the character's belongings; nil while it knows nothing of them.
  public let valueVersion: ValueVersion?

  public init(
    character: CharacterID, sequence: HandoffSequence, valueVersion: ValueVersion? = nil
  ) {
    self.character = character
    self.sequence = sequence
    self.valueVersion = valueVersion
  }
}

/// What a region believes once a second: its epoch, and all characters whose claim is confirmed
/// and which are not frozen.
public struct RegionConfirmation: Hashable, Sendable {
  public let fence: RegionFence
  public let characters: [HeldCharacter]

  public init(fence: RegionFence, characters: [HeldCharacter]) {
    self.fence = fence
    self.characters = characters
  }
}

/// What storage refuses of a confirmation: empty when everything is as the regions believe.
public struct ConfirmationRefusals: Hashable, Sendable {
  /// A character that its region must drop.
  public struct Character: Hashable, Sendable {
    public let character: CharacterID
    /// The region that believed to hold it.
    public let region: RegionID
    /// What the row says; nil when there is none.
    public let current: Holding?

    public init(character: CharacterID, region: RegionID, current: Holding?) {
      self.character = character
      self.region = region
      self.current = current
    }
  }

  /// A character that its region holds by right, but whose belongings it must load again.
  public struct Outdated: Hashable, Sendable {
    public let character: CharacterID
    public let region: RegionID
    /// What the row says.
    public let current: ValueVersion

    public init(character: CharacterID, region: RegionID, current: ValueVersion) {
      self.character = character
      self.region = region
      self.current = current
    }
  }

  /// The current rows of regions that must stop; their characters are not listed apart.
  public var regions: [RegionRow]
  public var characters: [Character]
  public var outdated: [Outdated]

  public init(
    regions: [RegionRow] = [], characters: [Character] = [], outdated: [Outdated] = []
  ) {
    self.regions = regions
    self.characters = characters
    self.outdated = outdated
  }

  public var isEmpty: Bool { regions.isEmpty && characters.isEmpty && outdated.isEmpty }
}
