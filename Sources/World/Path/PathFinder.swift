import Model

/// Finds ways around what is in the way: A* over the tiles that a region's players can reach.
///
/// Eight directions, no cutting of corners, bounded by `Limits.pathNodesMax`; the scratch arrays
/// are used again for every search. Ties are broken by the distance left, then by the tile's
/// number, so that every machine finds the same way.
struct PathFinder: ~Copyable, Sendable {
  /// What a search came to.
  struct Result {
    /// Tiles looked at: what the tick's budget counts.
    var nodes = 0
    /// The limit of tiles was hit.
    var isCut = false
  }

  let tiles: TileWindow
  let halfWidth: Fixed
  private var nodes: ContiguousArray<Node>
  private var open = NodeHeap()
  private var trail: ContiguousArray<Position> = []
  private var search: UInt32 = 0

  /// What a search knows of a tile; valid while `search` is the running one.
  private struct Node {
    var search: UInt32 = 0
    var cost: UInt32 = 0
    /// The step that led here: an index of `TileWindow.steps`.
    var step: UInt8 = 0
    var isClosed = false
  }

  init(window: Rectangle, on grid: CollisionGrid, halfWidth: Fixed) {
    tiles = TileWindow(of: window, on: grid)
    self.halfWidth = halfWidth
    nodes = ContiguousArray(repeating: Node(), count: tiles.count)
  }

  /// Plans a walk; its waypoints are left empty when nothing nearer to the target can be reached.
  mutating func plan(
    from start: Position, to target: Position, on grid: CollisionGrid, into walk: inout Walk
  ) -> Result {
    walk.clear()
    guard let origin = tiles.node(of: start, on: grid) else { return Result() }
    let goal = nearestStand(to: target, on: grid)
    if grid.isClear(from: start, to: goal, halfWidth: halfWidth) {
      if goal != start { walk.append(goal) }
      walk.isComplete = true
      return Result()
    }
    var result = Result()
    let goalNode = tiles.node(of: goal, on: grid)
    let column = grid.tile(at: goal.x)
    let row = grid.tile(at: goal.y)
    let end = explore(from: origin, toward: (column, row), on: grid, counting: &result)
    if end == origin, end != goalNode { return result }
    traceBack(from: end, to: origin, on: grid)
    if end == goalNode { trail.append(goal) }
    let isWhole = pull(from: start, on: grid, into: &walk)
    walk.isComplete = isWhole && !result.isCut && goalNode != nil
    return result
  }

  /// Where a body stands at a target: there, or in the nearest free tile when that is in a wall.
  private func nearestStand(to target: Position, on grid: CollisionGrid) -> Position {
    let target = grid.bounds.clamped(target)
    if grid.isFree(target, halfWidth: halfWidth) { return target }
    let column = grid.tile(at: target.x)
    let row = grid.tile(at: target.y)
    var best: Position?
    for r in row - 2...row + 2 {
      for c in column - 2...column + 2 where !grid.isBlocked(column: c, row: r) {
        let x = inside(c, near: target.x, on: grid)
        let y = inside(r, near: target.y, on: grid)
        for place in [
          Position(x: target.x, y: y), Position(x: x, y: target.y), Position(x: x, y: y),
        ]
        where grid.isFree(place, halfWidth: halfWidth) {
          if place.distanceSquared(to: target) < best?.distanceSquared(to: target) ?? .max {
            best = place
          }
        }
      }
    }
    return best ?? target
  }

  /// The coordinate nearest to another at which a body lies within one column or row.
  private func inside(_ tile: Int, near coordinate: Fixed, on grid: CollisionGrid) -> Fixed {
    let edge = Fixed(tile) * grid.tileEdge
    return min(max(coordinate, edge + halfWidth), edge + grid.tileEdge - halfWidth)
  }

  /// Runs A*; the tile of the goal, or the nearest to it that was found.
  private mutating func explore(
    from origin: Int, toward goal: (column: Int, row: Int), on grid: CollisionGrid,
    counting result: inout Result
  ) -> Int {
    beginSearch()
    nodes[origin] = Node(search: search)
    var best = origin
    var bestLeft = TileWindow.estimate(
      column: tiles.column(of: origin), row: tiles.row(of: origin), to: goal)
    open.push(cost: bestLeft, left: bestLeft, node: origin)
    while let (node, left) = open.pop() {
      if nodes[node].isClosed { continue }
      nodes[node].isClosed = true
      result.nodes += 1
      if left < bestLeft {
        best = node
        bestLeft = left
      }
      if left == 0 { return node }
      if result.nodes >= Limits.pathNodesMax {
        result.isCut = true
        return best
      }
      expand(node, toward: goal, on: grid)
    }
    return best
  }

  private mutating func beginSearch() {
    open.removeAll()
    search &+= 1
    if search == 0 {  // the counter came round: old marks would look new
      for node in nodes.indices { nodes[node] = Node() }
      search = 1
    }
  }

  private mutating func expand(
    _ node: Int, toward goal: (column: Int, row: Int), on grid: CollisionGrid
  ) {
    let column = tiles.column(of: node)
    let row = tiles.row(of: node)
    let reached = nodes[node].cost
    for index in TileWindow.steps.indices {
      let step = TileWindow.steps[index]
      guard let next = tiles.node(column: column + step.dx, row: row + step.dy) else { continue }
      let cost = reached + step.cost
      let known = nodes[next]
      if known.search == search, known.isClosed || known.cost <= cost { continue }
      guard grid.isOpen(column: column, row: row, dx: step.dx, dy: step.dy) else { continue }
      nodes[next] = Node(search: search, cost: cost, step: UInt8(index))
      let left = TileWindow.estimate(column: column + step.dx, row: row + step.dy, to: goal)
      open.push(cost: cost + left, left: left, node: next)
    }
  }

  /// The middles of the tiles from the origin to a tile, in `trail`.
  private mutating func traceBack(from end: Int, to origin: Int, on grid: CollisionGrid) {
    trail.removeAll(keepingCapacity: true)
    var node = end
    while true {
      trail.append(grid.centre(column: tiles.column(of: node), row: tiles.row(of: node)))
      if node == origin { break }
      let step = TileWindow.steps[Int(nodes[node].step)]
      node -= step.dy * tiles.width + step.dx
    }
    trail.reverse()
  }

  /// Pulls the trail taut: from corner to corner, each as far along it as the way is clear. False
  /// when the corners did not all fit.
  private func pull(from start: Position, on grid: CollisionGrid, into walk: inout Walk) -> Bool {
    var anchor = start
    var next = 0
    while next < trail.count {
      guard walk.count < Limits.waypointsMax else { return false }
      var furthest = next
      while furthest + 1 < trail.count,
        grid.isClear(from: anchor, to: trail[furthest + 1], halfWidth: halfWidth)
      {
        furthest += 1
      }
      anchor = trail[furthest]
      walk.append(anchor)
      next = furthest + 1
    }
    return true
  }
}

extension Walk {
  mutating func append(_ position: Position) {
    precondition(count < Limits.waypointsMax, "a walk remembers a few corners")
    waypoints[Int(count)] = position
    count += 1
  }
}
