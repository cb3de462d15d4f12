import Model

/// Who sees whom: exact lists of what stands within the view radius of each player, and what
/// changed of them since the last step.
///
/// A step lists what stands in sight by way of the cells around each observer, and compares the
/// list with the one of the last step by marks on the slots. The lists of all observers stand one
/// behind the other, in two sets of arrays that take turns.
struct Sightings: ~Copyable, Sendable {
  private var index: CellIndex
  private let radiusSquared: Int64

  private var glimpses: ContiguousArray<Glimpse> = []
  private var visible: [UInt16] = []
  private var visibleBefore: [UInt16] = []
  private var appeared: [UInt16] = []
  private var vanished: [UInt16] = []
  private var marks = Marks()

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
    glimpses[slot] = Glimpse()
  }

  mutating func look(over residents: borrowing Residents) {
    resize(to: residents.count)
    index.rebuild(from: residents)
    swap(&visible, &visibleBefore)
    makeRoom()
    listVisible(
      in: index, sees: residents.sees, radiusSquared: radiusSquared, visible: &visible,
      glimpses: &glimpses)
    fill(&appeared, to: visible.count)
    fill(&vanished, to: visibleBefore.count)
    marks.beginStep()
    listDifferences(
      sees: residents.sees, visible: visible, before: visibleBefore, marks: &marks,
      glimpses: &glimpses, appeared: &appeared, vanished: &vanished)
  }

  func sight(of slot: Int) -> Sight {
    let glimpse = glimpses[slot]
    return Sight(
      visible: visible[glimpse.visible], appeared: appeared[glimpse.appeared],
      vanished: vanished[glimpse.vanished])
  }

  /// Adds what an observer saw to a digest.
  func add(_ slot: Int, to hash: inout StateHash) {
    for other in visible[glimpses[slot].visible] { hash.add(other) }
  }

  private mutating func resize(to slots: Int) {
    guard slots > glimpses.count else { return }
    glimpses.append(contentsOf: repeatElement(Glimpse(), count: slots - glimpses.count))
    marks.resize(to: slots)
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
    if visible.count <= needed { fill(&visible, to: needed + needed / 2 + 1) }
  }
}

private func fill(_ list: inout [UInt16], to count: Int) {
  if list.count < count { list.append(contentsOf: repeatElement(0, count: count - list.count)) }
}

/// Where in the common lists an observer's sight stands.
private struct Glimpse {
  var visibleStart: UInt32 = 0
  var visibleEnd: UInt32 = 0
  /// The same in the lists of the last step.
  var beforeStart: UInt32 = 0
  var beforeEnd: UInt32 = 0
  var appearedStart: UInt32 = 0
  var appearedEnd: UInt32 = 0
  var vanishedStart: UInt32 = 0
  var vanishedEnd: UInt32 = 0

  var visible: Range<Int> { Int(visibleStart)..<Int(visibleEnd) }
  var before: Range<Int> { Int(beforeStart)..<Int(beforeEnd) }
  var appeared: Range<Int> { Int(appearedStart)..<Int(appearedEnd) }
  var vanished: Range<Int> { Int(vanishedStart)..<Int(vanishedEnd) }
}

/// Writes, for each player simulated here, what stands within the radius of it.
private func listVisible(
  in index: borrowing CellIndex, sees: ContiguousArray<Bool>, radiusSquared: Int64,
  visible: inout [UInt16], glimpses: inout ContiguousArray<Glimpse>
) {
  let observing = sees.span
  let entries = index.sorted.span
  var found = visible.mutableSpan
  var ranges = glimpses.mutableSpan
  var end = 0
  for row in 0..<index.rows {
    for column in 0..<index.columns {
      let observers = index.entries(row: row, columns: column...column)
      if observers.isEmpty { continue }
      let block = index.block(aroundColumn: column, row: row, by: Sightings.cellsPerRadius)
      for entry in observers {
        let slot = Int(entries[entry].slot)
        guard observing[slot] else { continue }
        ranges[slot].beforeStart = ranges[slot].visibleStart
        ranges[slot].beforeEnd = ranges[slot].visibleEnd
        ranges[slot].visibleStart = UInt32(truncatingIfNeeded: end)
        let circle = Circle(around: entries[entry], radiusSquared: radiusSquared)
        for row in block.rows {
          let run = index.entries(row: row, columns: block.columns)
          if run.contains(entry) {
            for other in run.lowerBound..<entry { circle.append(entries[other], to: &found, &end) }
            for other in entry + 1..<run.upperBound {
              circle.append(entries[other], to: &found, &end)
            }
          } else {
            for other in run { circle.append(entries[other], to: &found, &end) }
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
  init(around entry: CellIndex.Entry, radiusSquared: Int64) {
    x = entry.x
    y = entry.y
    self.radiusSquared = radiusSquared
  }

  /// Appends an entry if it lies inside. The sign of a difference stands for a branch: about half
  /// of them do, so that a processor would guess wrong all the time. Writes one entry past the end.
  @inline(__always)
  func append(
    _ entry: CellIndex.Entry, to found: inout MutableSpan<UInt16>, _ end: inout Int
  ) {
    let dx = Int64(entry.x &- x)
    let dy = Int64(entry.y &- y)
    found[end] = UInt16(truncatingIfNeeded: entry.slot)
    let outside = radiusSquared &- (dx &* dx &+ dy &* dy)
    end &+= 1 &+ Int(truncatingIfNeeded: outside >> 63)
  }
}

/// The last comparison that met each slot. Comparisons are numbered, so nothing is wiped between
/// two of them.
private struct Marks: Sendable {
  var slots: ContiguousArray<UInt32> = []
  var comparison: UInt32 = 0

  mutating func resize(to count: Int) {
    slots.append(contentsOf: repeatElement(0, count: count - slots.count))
  }

  /// Wipes the marks before the numbers run out, every few hours.
  mutating func beginStep() {
    guard comparison > .max - 2 * UInt32(slots.count) - 2 else { return }
    for slot in slots.indices { slots[slot] = 0 }
    comparison = 0
  }
}

/// Compares what each observer sees with what it saw. Like the search it does so without a
/// branch per entry: what changed comes at unforeseeable places.
private func listDifferences(
  sees: ContiguousArray<Bool>, visible: [UInt16], before: [UInt16], marks: inout Marks,
  glimpses: inout ContiguousArray<Glimpse>, appeared: inout [UInt16], vanished: inout [UInt16]
) {
  let observing = sees.span
  let seen = visible.span
  let seenBefore = before.span
  var ranges = glimpses.mutableSpan
  var comparison = marks.comparison
  var met = marks.slots.mutableSpan
  var come = appeared.mutableSpan
  var gone = vanished.mutableSpan
  var comeEnd = 0
  var goneEnd = 0
  for slot in observing.indices where observing[slot] {
    ranges[slot].appearedStart = UInt32(truncatingIfNeeded: comeEnd)
    ranges[slot].vanishedStart = UInt32(truncatingIfNeeded: goneEnd)
    let now = seen.extracting(ranges[slot].visible)
    let old = seenBefore.extracting(ranges[slot].before)
    let was = comparison &+ 1
    let isStill = comparison &+ 2
    comparison = isStill
    for entry in old.indices { met[Int(old[entry])] = was }
    for entry in now.indices {
      let other = now[entry]
      come[comeEnd] = other
      comeEnd &+= oneIfDifferent(met[Int(other)], was)
      met[Int(other)] = isStill
    }
    let stayed = now.count &- (comeEnd &- Int(ranges[slot].appearedStart))
    for entry in stayed == old.count ? 0..<0 : old.indices {
      let other = old[entry]
      gone[goneEnd] = other
      goneEnd &+= oneIfDifferent(met[Int(other)], isStill)
    }
    ranges[slot].appearedEnd = UInt32(truncatingIfNeeded: comeEnd)
    ranges[slot].vanishedEnd = UInt32(truncatingIfNeeded: goneEnd)
  }
  marks.comparison = comparison
}

@inline(__always)
private func oneIfDifferent(_ a: UInt32, _ b: UInt32) -> Int {
  let difference = a ^ b
  return Int(truncatingIfNeeded: (difference | (0 &- difference)) >> 31)
}
