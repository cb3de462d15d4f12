import Model

/// Something that an entity of one region does to an entity of another; its owner resolves it.
public struct BorderEffect: Hashable, Sendable {
  /// The numbers of `BorderEffectKind` in `Proto/cluster.proto`.
  public enum Kind: UInt32, Sendable, CaseIterable {
    case unknown = 0
    case damage, heal
    /// The source died, and the target did it.
    case reward
    case push
    /// The target, a chest, is opened.
    case open
  }

  /// From 1 without gaps, for each pair of regions and their epochs.
  public var counter: UInt64
  /// Entities.
  public var source: UInt64
  public var target: UInt64
  public var skill: UInt32
  public var kind: Kind
  /// Before the target's defence; of a reward experience, of a push 1/256 world unit.
  public var amount: UInt32
  /// Of the source.
  public var level: UInt32
  /// How often it has followed its target to another region.
  public var hops: UInt32
  /// Where the source stood.
  public var origin: Position
  /// Of damage.
  public var element: UInt32

  public init(
    counter: UInt64, source: UInt64, target: UInt64, skill: UInt32, kind: Kind, amount: UInt32,
    level: UInt32, hops: UInt32, origin: Position, element: UInt32 = 0
  ) {
    self.counter = counter
    self.source = source
    self.target = target
    self.skill = skill
    self.kind = kind
    self.amount = amount
    self.level = level
    self.hops = hops
    self.origin = origin
    self.element = element
  }
}

/// What a player said near a border.
public struct NearbyWord: Hashable, Sendable {
  public var character: CharacterID
  public var name: String
  public var text: String
  public var position: Position

  public init(character: CharacterID, name: String, text: String, position: Position) {
    self.character = character
    self.name = name
    self.text = text
    self.position = position
  }
}
