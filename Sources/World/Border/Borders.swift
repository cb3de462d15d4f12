import Model

/// Which of our entities each neighbour region is shown, and what changed of it in this step.
///
/// Few entities stand near a border, and there are eight neighbours at most: whoever is too far
/// inside for all of them is passed over by one comparison.
struct Borders: ~Copyable, Sendable {
  private let regions: [RegionID]
  private let areas: [Rectangle]
  /// Who stands in here is of no interest to any neighbour.
  private let interior: Rectangle

  private var words = 0
  /// What each neighbour was shown, as rows of bits over the slots, and what it is shown now.
  private var shown: ContiguousArray<UInt64> = []
  private var showing: ContiguousArray<UInt64> = []
  private var lists: [Lists]

  private struct Lists {
    var present: [UInt16] = []
    var appeared: [UInt16] = []
    var moved: [UInt16] = []
    var changed: [UInt16] = []
    var vanished: [UInt16] = []
  }

  init(of region: RegionID, on grid: RegionGrid, reach: Fixed) {
    regions = grid.neighbours(of: region)
    areas = regions.map { grid.bounds(of: $0).expanded(by: reach) }
    let bounds = grid.bounds(of: region)
    interior =
      bounds.maxX - bounds.minX > 2 * reach
      ? Rectangle(
        minX: bounds.minX + reach, minY: bounds.minY + reach, maxX: bounds.maxX - reach,
        maxY: bounds.maxY - reach)
      : Rectangle(minX: 0, minY: 0, maxX: 0, maxY: 0)
    lists = regions.map { _ in Lists() }
  }

  mutating func update(from residents: borrowing Residents) {
    guard !regions.isEmpty else { return }
    resize(to: residents.count)
    for slot in 0..<residents.count where residents.tenure[slot] == .owned {
      let position = residents.position(slot)
      if interior.contains(position) { continue }
      for neighbour in areas.indices where areas[neighbour].contains(position) {
        showing[neighbour * words + slot >> 6] |= 1 << UInt64(slot & 63)
      }
    }
    for neighbour in regions.indices {
      list(neighbour, moved: residents.moved, changed: residents.conditionChanged)
    }
    swap(&shown, &showing)
    for word in showing.indices { showing[word] = 0 }
  }

  func border(toward region: RegionID) -> Border {
    guard let neighbour = regions.firstIndex(of: region) else {
      preconditionFailure("only a neighbour shares a border")
    }
    let list = lists[neighbour]
    return Border(
      present: list.present[...], appeared: list.appeared[...], moved: list.moved[...],
      changed: list.changed[...], vanished: list.vanished[...])
  }

  private mutating func list(
    _ neighbour: Int, moved: ContiguousArray<Bool>, changed: ContiguousArray<Bool>
  ) {
    lists[neighbour].present.removeAll(keepingCapacity: true)
    lists[neighbour].appeared.removeAll(keepingCapacity: true)
    lists[neighbour].moved.removeAll(keepingCapacity: true)
    lists[neighbour].changed.removeAll(keepingCapacity: true)
    lists[neighbour].vanished.removeAll(keepingCapacity: true)
    for word in 0..<words {
      let now = showing[neighbour * words + word]
      let before = shown[neighbour * words + word]
      for bit in Bits(of: now | before) {
        let slot = UInt16(word * 64 + bit)
        let isShown = now >> UInt64(bit) & 1 != 0
        let wasShown = before >> UInt64(bit) & 1 != 0
        if isShown { lists[neighbour].present.append(slot) }
        if isShown && !wasShown { lists[neighbour].appeared.append(slot) }
        if isShown && wasShown && moved[Int(slot)] { lists[neighbour].moved.append(slot) }
        if isShown && wasShown && changed[Int(slot)] { lists[neighbour].changed.append(slot) }
        if !isShown { lists[neighbour].vanished.append(slot) }
      }
    }
  }

  /// Makes room for a table of more slots. The rows are laid out anew; what was shown stays.
  private mutating func resize(to slots: Int) {
    let needed = (slots + 63) / 64
    guard needed > words else { return }
    shown = widened(shown, rows: regions.count, from: words, to: needed)
    showing = ContiguousArray(repeating: 0, count: regions.count * needed)
    words = needed
  }
}
