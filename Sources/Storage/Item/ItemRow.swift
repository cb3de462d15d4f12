import Model

/// One item of a character, or one stack of equal items.
public struct ItemRow: Hashable, Sendable {
  public let id: ItemID
  public let kind: ItemKind
  /// From 1.
  public let count: UInt32

  public init(id: ItemID, kind: ItemKind, count: UInt32) {
    self.id = id
    self.kind = kind
    self.count = count
  }
}

/// An item that lies on the ground: owned by its region, whoever simulates that.
public struct GroundItem: Hashable, Sendable {
  public let id: ItemID
  public let kind: ItemKind
  /// From 1.
  public let count: UInt32
  public let region: RegionID
  public let position: Position
  /// When it came to lie there, in milliseconds since 1970 by the clock of the process that asked.
  public let since: Int64

  public init(
    id: ItemID, kind: ItemKind, count: UInt32, region: RegionID, position: Position, since: Int64
  ) {
    self.id = id
    self.kind = kind
    self.count = count
    self.region = region
    self.position = position
    self.since = since
  }
}
