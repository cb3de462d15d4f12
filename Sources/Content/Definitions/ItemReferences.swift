import World

/// Looks up the items that loot tables and shops name.
struct ItemReferences {
  private let numbers: [String: Int]
  private let entries: [ItemReader.Entry]

  /// - Parameter entries: all items, usable or not, in the order of their numbers.
  init(_ entries: [ItemReader.Entry]) {
    self.entries = entries
    numbers = Dictionary(
      entries.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The item under `itemId` and, when its own entry is usable, what it is; nil, with a finding, when
  /// there is none.
  func read(_ fields: JSONFields) -> (number: ItemNumber, item: Definitions.Item?)? {
    guard let id = fields.string("itemId") else { return nil }
    guard let index = numbers[id] else {
      let names = entries.map(\.id)
      fields.log.error(
        fields.place, "There is no item \(quoted(id)).",
        nearest(to: id, among: names).map { "Did you mean \(quoted($0))?" }
          ?? (names.isEmpty
            ? "Name a file of items as 'items' in \(WorldManifest.file)."
            : "Add the item, or correct 'itemId'."))
      return nil
    }
    return (ItemNumber(UInt16(index + 1)), entries[index].item)
  }
}
