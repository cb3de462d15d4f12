import Model

/// Something that lies on the ground of a region: storage has a row of it that the region owns.
public struct GroundItem: Hashable, Sendable {
  public var id: ItemID
  public var item: ItemNumber
  public var count: UInt32
  public var position: Position
  /// When it came to lie there; nil: now. It goes `Rules.groundItemTicks` later.
  public var since: Tick?

  public init(
    id: ItemID, item: ItemNumber, count: UInt32 = 1, position: Position, since: Tick? = nil
  ) {
    self.id = id
    self.item = item
    self.count = count
    self.position = position
    self.since = since
  }
}
