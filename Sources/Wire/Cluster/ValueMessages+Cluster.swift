import Model

/// A player's wish on its way from the gateway to the region that simulates its character.
public struct SessionRequest: Hashable, Sendable {
  public var session: SessionAddress
  public var region: RegionID
  public var epoch: Epoch
  public var request: ValueRequest

  public init(session: SessionAddress, region: RegionID, epoch: Epoch, request: ValueRequest) {
    self.session = session
    self.region = region
    self.epoch = epoch
    self.request = request
  }
}

/// What came to lie on a region's ground, or was taken from it, by somebody whom a neighbour
/// simulates.
public struct GroundNews: Hashable, Sendable {
  public struct Pile: Hashable, Sendable {
    public var item: ItemID
    public var kind: ItemKind
    public var count: UInt32
    public var position: Position

    public init(item: ItemID, kind: ItemKind, count: UInt32, position: Position) {
      self.item = item
      self.kind = kind
      self.count = count
      self.position = position
    }
  }

  public var region: RegionID
  public var appeared: [Pile]
  public var lifted: [ItemID]

  public init(region: RegionID, appeared: [Pile] = [], lifted: [ItemID] = []) {
    self.region = region
    self.appeared = appeared
    self.lifted = lifted
  }
}
