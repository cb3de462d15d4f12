import Model

/// All entities of a region sorted by the square cell in which they stand, made anew each step: a
/// counting sort, so that the neighbours of a place are a few runs of memory.
///
/// Whoever stands outside the area counts to the nearest cell at its edge; that moves nobody to a
/// cell further from somebody else, so a search by cells misses nobody.
struct CellIndex: ~Copyable, Sendable {
  let columns: Int
  let rows: Int
  private let origin: Position
  private let cells: Reciprocal

  /// The first entry of each cell in the sorted arrays, and the end of the last one.
  private(set) var starts: ContiguousArray<UInt32>
  private(set) var sorted: ContiguousArray<Entry> = []
  private var cellOfSlot: ContiguousArray<UInt32> = []

  /// One entity: all that a search looks at, side by side.
  struct Entry: Sendable {
    var x: Fixed = 0
    var y: Fixed = 0
    var slot: UInt32 = 0
  }

  init(area: Rectangle, cellEdge: Fixed) {
    origin = Position(x: area.minX, y: area.minY)
    cells = Reciprocal(cellEdge)
    columns = Int(cells.quotient(area.maxX - area.minX - 1)) + 1
    rows = Int(cells.quotient(area.maxY - area.minY - 1)) + 1
    starts = ContiguousArray(repeating: 0, count: columns * rows + 1)
  }

  /// The sorted entries of a run of cells in one row of cells.
  @inline(__always)
  func entries(row: Int, columns block: ClosedRange<Int>) -> Range<Int> {
    let first = row &* columns
    return Int(starts[first &+ block.lowerBound])..<Int(starts[first &+ block.upperBound &+ 1])
  }

  /// The cells at most `n` from a cell each way, within the area.
  @inline(__always)
  func block(aroundColumn column: Int, row: Int, by n: Int)
    -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>)
  {
    (
      max(0, column - n)...min(columns - 1, column + n), max(0, row - n)...min(rows - 1, row + n)
    )
  }

  mutating func rebuild(from residents: borrowing Residents) {
    if sorted.count < residents.count {
      let more = residents.count - sorted.count
      sorted.append(contentsOf: repeatElement(Entry(), count: more))
      cellOfSlot.append(contentsOf: repeatElement(0, count: more))
    }
    let present = countCells(
      x: residents.x, y: residents.y, tenure: residents.tenure, cellOfSlot: &cellOfSlot,
      starts: &starts, CellPlan(origin: origin, cells: cells, columns: columns, rows: rows))
    assert(present == residents.owned + residents.ghosts)
    sortIntoCells(
      x: residents.x, y: residents.y, tenure: residents.tenure, cellOfSlot: cellOfSlot,
      starts: &starts, sorted: &sorted)
  }
}

private struct CellPlan {
  let origin: Position
  let cells: Reciprocal
  let columns: Int
  let rows: Int

  @inline(__always)
  func cell(x: Fixed, y: Fixed) -> Int {
    let column = min(Int(cells.quotient(max(0, x - origin.x))), columns - 1)
    let row = min(Int(cells.quotient(max(0, y - origin.y))), rows - 1)
    return row &* columns &+ column
  }
}

/// Leaves in `starts[cell]` the end of each cell's run; `sortIntoCells` fills the runs backwards.
private func countCells(
  x: ContiguousArray<Fixed>, y: ContiguousArray<Fixed>, tenure: ContiguousArray<Tenure>,
  cellOfSlot: inout ContiguousArray<UInt32>, starts: inout ContiguousArray<UInt32>,
  _ plan: CellPlan
) -> Int {
  let xs = x.span
  let ys = y.span
  let tenures = tenure.span
  var cells = cellOfSlot.mutableSpan
  var counts = starts.mutableSpan
  for cell in counts.indices { counts[cell] = 0 }
  for slot in tenures.indices where tenures[slot] != .free {
    let cell = plan.cell(x: xs[slot], y: ys[slot])
    cells[slot] = UInt32(truncatingIfNeeded: cell)
    counts[cell] &+= 1
  }
  var sum: UInt32 = 0
  for cell in counts.indices {
    sum &+= counts[cell]
    counts[cell] = sum
  }
  return Int(sum)
}

private func sortIntoCells(
  x: ContiguousArray<Fixed>, y: ContiguousArray<Fixed>, tenure: ContiguousArray<Tenure>,
  cellOfSlot: ContiguousArray<UInt32>, starts: inout ContiguousArray<UInt32>,
  sorted: inout ContiguousArray<CellIndex.Entry>
) {
  let fromX = x.span
  let fromY = y.span
  let tenures = tenure.span
  let cells = cellOfSlot.span
  var next = starts.mutableSpan
  var entries = sorted.mutableSpan
  var slot = tenures.count
  while slot > 0 {
    slot &-= 1
    if tenures[slot] == .free { continue }
    let cell = Int(cells[slot])
    next[cell] &-= 1
    let entry = Int(next[cell])
    entries[entry] = CellIndex.Entry(
      x: fromX[slot], y: fromY[slot], slot: UInt32(truncatingIfNeeded: slot))
  }
}
