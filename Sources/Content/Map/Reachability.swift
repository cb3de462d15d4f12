import Model
import World

/// The tiles that can be reached from some tiles: on foot, stepping over edges and not over
/// corners, and through portals.
struct Reachability {
  /// A way to another place of the same map.
  struct Passage {
    var bounds: Rectangle
    var destination: Position
  }

  private let columns: Int
  private let rows: Int
  private var reached: [Bool]
  /// How many tiles were reached.
  private(set) var count = 0

  init(_ collision: CollisionGrid, fromColumn column: Int, row: Int) {
    self.init(collision, from: [(column, row)])
  }

  init(
    _ collision: CollisionGrid, from starts: [(column: Int, row: Int)], passages: [Passage] = []
  ) {
    let columns = collision.columns
    let rows = collision.rows
    let tile = collision.tileUnits * .one
    var reached = [Bool](repeating: false, count: columns * rows)
    let leads = Self.leads(of: passages, columns: columns, rows: rows, tile: tile)
    var isOpen = [Bool](repeating: false, count: passages.count)
    var open: [(column: Int, row: Int)] = []
    var count = 0
    func visit(_ column: Int, _ row: Int) {
      guard !collision.isBlocked(column: column, row: row), !reached[row * columns + column] else {
        return
      }
      reached[row * columns + column] = true
      count += 1
      open.append((column, row))
    }
    for start in starts { visit(start.column, start.row) }
    while let at = open.popLast() {
      visit(at.column - 1, at.row)
      visit(at.column + 1, at.row)
      visit(at.column, at.row - 1)
      visit(at.column, at.row + 1)
      guard !leads.isEmpty else { continue }
      let lead = Int(leads[at.row * columns + at.column]) - 1
      if lead >= 0, !isOpen[lead] {
        isOpen[lead] = true
        let place = passages[lead].destination
        visit(Int(place.x / tile), Int(place.y / tile))
      }
    }
    self.columns = columns
    self.rows = rows
    self.reached = reached
    self.count = count
  }

  func contains(column: Int, row: Int) -> Bool {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return false }
    return reached[row * columns + column]
  }

  /// For each tile the number of the first passage that covers part of it, from 1; 0 is none.
  private static func leads(
    of passages: [Passage], columns: Int, rows: Int, tile: Fixed
  ) -> [UInt16] {
    guard !passages.isEmpty else { return [] }
    var leads = [UInt16](repeating: 0, count: columns * rows)
    for (index, passage) in passages.enumerated() {
      let bounds = passage.bounds
      let last = (
        column: min(Int((bounds.maxX - 1) / tile), columns - 1),
        row: min(Int((bounds.maxY - 1) / tile), rows - 1)
      )
      for row in stride(from: max(0, Int(bounds.minY / tile)), through: last.row, by: 1) {
        for column in stride(from: max(0, Int(bounds.minX / tile)), through: last.column, by: 1)
        where leads[row * columns + column] == 0 {
          leads[row * columns + column] = UInt16(clamping: index + 1)
        }
      }
    }
    return leads
  }
}
