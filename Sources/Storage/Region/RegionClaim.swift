import Model

/// A compare-and-set of a region's ownership: from epoch e to e + 1 with a new owner.
public struct RegionClaim: Hashable, Sendable {
  public let region: RegionID
  /// The epoch that the claimer has seen.
  public let expected: Epoch
  public let owner: RegionOwner

  public init(region: RegionID, expected: Epoch, owner: RegionOwner) {
    self.region = region
    self.expected = expected
    self.owner = owner
  }
}

/// What became of a `RegionClaim`.
public enum RegionClaimResult: Hashable, Sendable {
  /// The claimer owns the region at this epoch. A row that already says (e + 1, this owner) counts
  /// as won: the claim was repeated after a lost answer.
  case won(Epoch)
  /// Somebody else was faster.
  case lost(RegionRow)
  /// The region was never registered.
  case unknownRegion
}
