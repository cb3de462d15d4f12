import Model

/// Who owns an item; one at a time.
enum ModelOwner: Hashable {
  case character(CharacterID)
  case ground(RegionID)
}

/// What a character owns: by storage's word, or as a region remembers it.
struct ModelBelongings: Hashable {
  /// After one operation.
  struct Change: Hashable {
    var version: ValueVersion
    var gold: UInt64
    var came: Set<ItemID> = []
    var gone: Set<ItemID> = []
  }

  var version: ValueVersion
  var gold: UInt64
  var items: Set<ItemID>

  mutating func apply(_ change: Change) {
    version = change.version
    gold = change.gold
    items.subtract(change.gone)
    items.formUnion(change.came)
  }

  func change(to later: Self) -> Change {
    Change(
      version: later.version, gold: later.gold, came: later.items.subtracting(items),
      gone: items.subtracting(later.items))
  }
}

extension ModelBelongings: CustomStringConvertible {
  var description: String {
    "v\(version.rawValue) gold \(gold) items \(items.sorted().map(\.rawValue))"
  }
}
