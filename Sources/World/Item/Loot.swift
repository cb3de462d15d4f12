import Model

/// What somebody who died leaves behind, or what was in a chest: to be minted in storage, and laid when that is done.
public struct Loot: Hashable, Sendable {
  public struct Drop: Hashable, Sendable {
    public var item: ItemNumber
    public var count: UInt32
    /// Free ground near the body, in sight of it.
    public var position: Position

    public init(item: ItemNumber, count: UInt32, position: Position) {
      self.item = item
      self.count = count
      self.position = position
    }
  }

  /// Who died; the chest.
  public var source: EntityID
  /// The region and epoch that brought a creature into the world or opened a chest, and its number
  /// there: each is used once.
  public var region: RegionID
  public var epoch: Epoch
  public var counter: UInt64
  /// Where it died, where it stands.
  public var position: Position
  /// Who did most damage to it; who opened it.
  public var killer: EntityID
  /// At least one.
  public var drops: [Drop]

  public init(
    source: EntityID, region: RegionID, epoch: Epoch, counter: UInt64, position: Position,
    killer: EntityID, drops: [Drop]
  ) {
    self.source = source
    self.region = region
    self.epoch = epoch
    self.counter = counter
    self.position = position
    self.killer = killer
    self.drops = drops
  }

  /// Under which storage mints it, once.
  public var operation: OperationID { .loot(region, epoch, counter: counter) }
}
