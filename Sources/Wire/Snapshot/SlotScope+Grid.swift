import Model

/// How entity coordinates are made: eight steps a world unit, counted from a point outside of the
/// region, so that everything in sight has small positive numbers.
extension SlotScope {
  /// Steps of a world unit in entity coordinates.
  public static var stepsPerUnit: UInt32 { 8 }

  /// Coordinates below this take two bytes.
  private static var twoByteUnits: Int32 { (1 << 14) / Int32(stepsPerUnit) }

  /// The scope of a region that `shard` simulates at `epoch`.
  ///
  /// The origin lies outside so that ghosts have positive coordinates: two bytes' worth of units
  /// is centred on the region where that reaches beyond the view radius.
  public init(region: RegionID, epoch: Epoch, shard: ShardID, grid: RegionGrid) {
    let bounds = grid.bounds(of: region)
    let centred = (Self.twoByteUnits - grid.edgeUnits) / 2
    let margin = centred > grid.viewRadiusUnits ? centred : grid.viewRadiusUnits * 9 / 8
    self.init(
      region: region, epoch: epoch, originX: bounds.minX / .one - margin,
      originY: bounds.minY / .one - margin, steps: Self.stepsPerUnit, shard: shard)
  }

  /// A place as entity coordinates of this scope, to the nearest step. What lies before the origin
  /// counts as the origin.
  public func quantise(_ position: Position) -> (x: UInt32, y: UInt32) {
    (Self.quantise(position.x, origin: originX), Self.quantise(position.y, origin: originY))
  }

  /// The place that entity coordinates mean: at most 1/16 of a unit beside the true one.
  public func position(x: UInt32, y: UInt32) -> Position {
    Position(x: Self.fixed(x, origin: originX), y: Self.fixed(y, origin: originY))
  }

  private static var fixedPerStep: Int64 { Int64(Fixed.one) / Int64(stepsPerUnit) }

  private static func quantise(_ value: Fixed, origin: Int32) -> UInt32 {
    let offset = Int64(value) - Int64(origin) * Int64(Fixed.one)
    return UInt32(clamping: (offset + fixedPerStep / 2) / fixedPerStep)
  }

  private static func fixed(_ value: UInt32, origin: Int32) -> Fixed {
    Fixed(clamping: Int64(value) * fixedPerStep + Int64(origin) * Int64(Fixed.one))
  }
}
