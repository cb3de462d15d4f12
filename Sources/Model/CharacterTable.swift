/// Rows by character, dense: looking at one copies none, and changing one moves none.
///
/// A dictionary copies a row to show it and moves it out and in again to change it; a region looks at
/// its rows several times a tick, and they are big. Who needs a row more than once asks for its
/// `place`, which holds until a row is added or removed.
public struct CharacterTable<Row: Sendable>: Sendable {
  private var places: [CharacterID: Int] = [:]
  /// The characters that have rows, in no particular order.
  public private(set) var keys: ContiguousArray<CharacterID> = []
  /// As long as `keys`; nil only while a row is being removed.
  private var rows: ContiguousArray<Row?> = []

  public init() {}

  public var count: Int { keys.count }
  public var isEmpty: Bool { keys.isEmpty }
  /// The rows, in the order of `keys`.
  public var values: some Sequence<Row> { rows.lazy.compactMap { $0 } }

  /// Where a character's row stands; nil when it has none.
  public func place(of character: CharacterID) -> Int? { places[character] }

  /// The row at a place that `place` gave.
  public subscript(place: Int) -> Row {
    _read { yield rows[place]! }
    _modify { yield &rows[place]! }
  }

  /// The row of a character; nil when it has none. Set to nil, it goes.
  public subscript(character: CharacterID) -> Row? {
    _read {
      if let place = places[character] { yield rows[place] } else { yield nil }
    }
    _modify {
      if let place = places[character] {
        defer { if rows[place] == nil { remove(at: place) } }
        yield &rows[place]
      } else {
        var row: Row?
        defer { if let row { add(row, of: character) } }
        yield &row
      }
    }
  }

  private mutating func add(_ row: Row, of character: CharacterID) {
    places[character] = rows.count
    keys.append(character)
    rows.append(row)
  }

  /// The last row takes the place.
  private mutating func remove(at place: Int) {
    places[keys[place]] = nil
    rows.swapAt(place, rows.count - 1)
    keys.swapAt(place, keys.count - 1)
    rows.removeLast()
    keys.removeLast()
    if place < keys.count { places[keys[place]] = place }
  }
}
