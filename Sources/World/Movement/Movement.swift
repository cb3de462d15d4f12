import Model

/// How bodies move: pure functions of integers that the browser computes alike, so that what a
/// player sees at once is what the server decides. `Tests/Fixtures/movement` holds the vectors that
/// both pass.
public enum Movement {
  /// What is added to a position in a tick, in 1/256 world unit.
  public struct Velocity: Hashable, Sendable {
    public var dx: Fixed
    public var dy: Fixed

    public init(dx: Fixed, dy: Fixed) {
      self.dx = dx
      self.dy = dy
    }

    public static let none = Velocity(dx: 0, dy: 0)
  }

  /// One tick of a body: the next position of a square of `2 * halfWidth` that stands free.
  ///
  /// `walking` goes straight to its target; the path around what is in the way is the region's
  /// business (`Simulation`), which comes here with one corner after the other.
  public static func advance(
    _ position: Position, motion: Motion, speed: Fixed, halfWidth: Fixed, on grid: CollisionGrid
  ) -> Position {
    let velocity =
      switch motion {
      case .standing: Velocity.none
      case .heading(let dx, let dy): heading(dx: dx, dy: dy, speed: speed)
      case .walking(let target): toward(target, from: position, speed: speed)
      }
    return advance(position, by: velocity, halfWidth: halfWidth, on: grid)
  }

  /// A direction at a speed. Never faster than it, and at most one part in 256 per axis slower.
  public static func heading(dx: Int8, dy: Int8, speed: Fixed) -> Velocity {
    let square = Int64(dx) * Int64(dx) + Int64(dy) * Int64(dy)
    guard square > 0 else { return .none }
    let length = Int64(squareRootRoundedUp(UInt64(square) << 24))
    return Velocity(
      dx: Fixed(Int64(dx) * Int64(speed) * 4096 / length),
      dy: Fixed(Int64(dy) * Int64(speed) * 4096 / length))
  }

  /// A tick's part of the straight way to a place: all of it when it is near enough.
  public static func toward(_ target: Position, from position: Position, speed: Fixed) -> Velocity {
    let dx = Int64(target.x) - Int64(position.x)
    let dy = Int64(target.y) - Int64(position.y)
    let square = UInt64(dx * dx + dy * dy)
    guard square > UInt64(speed) * UInt64(speed) else {
      return Velocity(dx: Fixed(dx), dy: Fixed(dy))
    }
    let length = Int64(squareRootRoundedUp(square))
    return Velocity(dx: Fixed(dx * Int64(speed) / length), dy: Fixed(dy * Int64(speed) / length))
  }

  /// Moves along x, then along y, each as far as the walls let it: what one wall stops slides on
  /// along the other axis. An axis moves by less than a tile, so that no wall is jumped over.
  @inline(__always)
  static func advance(
    _ position: Position, by velocity: Velocity, halfWidth: Fixed, on grid: CollisionGrid
  ) -> Position {
    precondition(
      velocity.dx.magnitude < UInt32(grid.tileEdge)
        && velocity.dy.magnitude < UInt32(grid.tileEdge),
      "an axis moves by less than a tile")
    var moved = position
    moved.x = slide(
      position.x, by: velocity.dx, beside: position.y, halfWidth: halfWidth, on: grid,
      isHorizontal: true)
    moved.y = slide(
      position.y, by: velocity.dy, beside: moved.x, halfWidth: halfWidth, on: grid,
      isHorizontal: false)
    return moved
  }

  /// Moves one coordinate until the leading edge meets a blocked tile.
  @inline(__always)
  private static func slide(
    _ coordinate: Fixed, by step: Fixed, beside other: Fixed, halfWidth: Fixed,
    on grid: CollisionGrid, isHorizontal: Bool
  ) -> Fixed {
    if step == 0 { return coordinate }
    let lead = step > 0 ? halfWidth - 1 : -halfWidth
    let ahead = grid.tile(at: coordinate + step + lead)
    if ahead == grid.tile(at: coordinate + lead) { return coordinate + step }
    let beside = grid.tile(at: other - halfWidth)...grid.tile(at: other + halfWidth - 1)
    let isBlocked =
      isHorizontal
      ? grid.isBlocked(columns: ahead...ahead, rows: beside)
      : grid.isBlocked(columns: beside, rows: ahead...ahead)
    guard isBlocked else { return coordinate + step }
    return step > 0
      ? Fixed(ahead) * grid.tileEdge - halfWidth : Fixed(ahead + 1) * grid.tileEdge + halfWidth
  }
}
