import Model

/// Who sees whom: exact lists of what stands within the view radius of each player, and what
/// changed of them since the last step.
///
/// What an observer saw is a row of bits over the slots. A step lists what stands in sight by way
/// of the cells around the observer, makes the new row of it, and one exclusive or per 64 slots
/// yields the differences.
struct Sightings: ~Copyable, Sendable {
  private var index: CellIndex
  private let radiusSquared: Int64

  /// 64-bit words per row.
  private var words = 0
  private var rows: ContiguousArray<UInt64> = []
  private var row: ContiguousArray<UInt64> = []
  private var glimpses: ContiguousArray<Glimpse> = []
  private var visible: [UInt16] = []
  private var appeared: [UInt16] = []
  private var vanished: [UInt16] = []

  /// Cells per view radius. Smaller cells mean fewer tests of those out of sight, but more runs.
  static let cellsPerRadius = 2

  init(area: Rectangle, radius: Fixed) {
    let edge = (radius + Fixed(Self.cellsPerRadius) - 1) / Fixed(Self.cellsPerRadius)
    index = CellIndex(area: area, cellEdge: edge)
    radiusSquared = Int64(radius) * Int64(radius)
  }

  /// A new observer has seen nothing yet.
  mutating func open(_ slot: Int, of slots: Int) {
    resize(to: slots)
    for word in slot * words..<(slot + 1) * words { rows[word] = 0 }
  }

  mutating func look(over residents: borrowing Residents) {
    resize(to: residents.count)
    index.rebuild(from: residents)
    makeRoom()
    listVisible(
      in: index, tenure: residents.tenure, radiusSquared: radiusSquared, visible: &visible,
      glimpses: &glimpses)
    appeared.removeAll(keepingCapacity: true)
    vanished.removeAll(keepingCapacity: true)
    listDifferences(
      tenure: residents.tenure, words: words, visible: visible, rows: &rows, row: &row,
      glimpses: &glimpses, appeared: &appeared, vanished: &vanished)
  }

  func sight(of slot: Int) -> Sight {
    let glimpse = glimpses[slot]
    return Sight(
      visible: visible[glimpse.visible], appeared: appeared[glimpse.appeared],
      vanished: vanished[glimpse.vanished])
  }

  func add(to hash: inout StateHash) {
    for word in rows where word != 0 { hash.add(word) }
  }

  /// Makes room for a table of more slots. The rows are laid out anew; what was seen stays.
  private mutating func resize(to slots: Int) {
    guard slots > glimpses.count else { return }
    let needed = (slots + 63) / 64
    rows = widened(rows, rows: glimpses.count, from: words, to: needed)
    rows.append(contentsOf: repeatElement(0, count: slots * needed - rows.count))
    row = ContiguousArray(repeating: 0, count: needed)
    glimpses.append(contentsOf: repeatElement(Glimpse(), count: slots - glimpses.count))
    words = needed
  }

  /// Lets the list of what is visible hold every candidate, so that the search need not ask.
  private mutating func makeRoom() {
    var needed = 0
    for row in 0..<index.rows {
      for column in 0..<index.columns {
        let observers = index.entries(row: row, columns: column...column).count
        if observers == 0 { continue }
        let block = index.block(aroundColumn: column, row: row, by: Self.cellsPerRadius)
        for row in block.rows {
          needed += observers * index.entries(row: row, columns: block.columns).count
        }
      }
    }
    guard visible.count < needed else { return }
    visible.append(contentsOf: repeatElement(0, count: needed + needed / 2 - visible.count))
  }
}

/// Where in the common lists an observer's sight stands.
private struct Glimpse {
  var visibleStart: UInt32 = 0
  var visibleEnd: UInt32 = 0
  var appearedStart: UInt32 = 0
  var appearedEnd: UInt32 = 0
  var vanishedStart: UInt32 = 0
  var vanishedEnd: UInt32 = 0

  var visible: Range<Int> { Int(visibleStart)..<Int(visibleEnd) }
  var appeared: Range<Int> { Int(appearedStart)..<Int(appearedEnd) }
  var vanished: Range<Int> { Int(vanishedStart)..<Int(vanishedEnd) }
}

/// Writes, for each owned entity, what stands within the radius of it.
private func listVisible(
  in index: borrowing CellIndex, tenure: ContiguousArray<Tenure>, radiusSquared: Int64,
  visible: inout [UInt16], glimpses: inout ContiguousArray<Glimpse>
) {
  let tenures = tenure.span
  let slots = index.slots.span
  var found = visible.mutableSpan
  var ranges = glimpses.mutableSpan
  var end = 0
  for row in 0..<index.rows {
    for column in 0..<index.columns {
      let observers = index.entries(row: row, columns: column...column)
      if observers.isEmpty { continue }
      let block = index.block(aroundColumn: column, row: row, by: Sightings.cellsPerRadius)
      for entry in observers {
        let slot = Int(slots[entry])
        guard tenures[slot] == .owned else { continue }
        ranges[slot].visibleStart = UInt32(truncatingIfNeeded: end)
        let circle = Circle(index, around: entry, radiusSquared: radiusSquared)
        for row in block.rows {
          let run = index.entries(row: row, columns: block.columns)
          if run.contains(entry) {
            circle.append(index, run.lowerBound..<entry, to: &found, &end)
            circle.append(index, entry + 1..<run.upperBound, to: &found, &end)
          } else {
            circle.append(index, run, to: &found, &end)
          }
        }
        ranges[slot].visibleEnd = UInt32(truncatingIfNeeded: end)
      }
    }
  }
}

/// What an observer sees into.
private struct Circle {
  let x: Fixed
  let y: Fixed
  let radiusSquared: Int64

  @inline(__always)
  init(_ index: borrowing CellIndex, around entry: Int, radiusSquared: Int64) {
    x = index.xs[entry]
    y = index.ys[entry]
    self.radiusSquared = radiusSquared
  }

  /// Appends those of a run that lie inside. Without a branch: about half of them do, so that a
  /// processor would guess wrong all the time. Writes one entry past the end.
  @inline(__always)
  func append(
    _ index: borrowing CellIndex, _ run: Range<Int>, to found: inout MutableSpan<UInt16>,
    _ end: inout Int
  ) {
    let xs = index.xs.span
    let ys = index.ys.span
    let slots = index.slots.span
    for entry in run {
      let dx = Int64(xs[entry] &- x)
      let dy = Int64(ys[entry] &- y)
      found[end] = slots[entry]
      end &+= dx &* dx &+ dy &* dy <= radiusSquared ? 1 : 0
    }
  }
}

/// Compares what each owned entity sees with what it saw.
private func listDifferences(
  tenure: ContiguousArray<Tenure>, words: Int, visible: [UInt16],
  rows: inout ContiguousArray<UInt64>, row: inout ContiguousArray<UInt64>,
  glimpses: inout ContiguousArray<Glimpse>, appeared: inout [UInt16], vanished: inout [UInt16]
) {
  let tenures = tenure.span
  let seen = visible.span
  var before = rows.mutableSpan
  var now = row.mutableSpan
  var ranges = glimpses.mutableSpan
  for slot in tenures.indices where tenures[slot] == .owned {
    ranges[slot].appearedStart = UInt32(truncatingIfNeeded: appeared.count)
    ranges[slot].vanishedStart = UInt32(truncatingIfNeeded: vanished.count)
    for entry in ranges[slot].visible {
      let other = Int(seen[entry])
      now[other >> 6] |= 1 << UInt64(truncatingIfNeeded: other & 63)
    }
    let base = slot &* words
    for word in 0..<words {
      let old = before[base &+ word]
      let new = now[word]
      now[word] = 0
      if old == new { continue }
      before[base &+ word] = new
      for bit in Bits(of: new & ~old) { appeared.append(UInt16(word &* 64 &+ bit)) }
      for bit in Bits(of: old & ~new) { vanished.append(UInt16(word &* 64 &+ bit)) }
    }
    ranges[slot].appearedEnd = UInt32(truncatingIfNeeded: appeared.count)
    ranges[slot].vanishedEnd = UInt32(truncatingIfNeeded: vanished.count)
  }
}
