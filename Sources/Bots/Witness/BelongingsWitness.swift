import Model
import Wire

/// Compares what a bot is told that it owns with what its answers say.
///
/// It knows no content. But whatever it picks up adds as many pieces, or as much gold, as lay there,
/// and whatever it uses up is one piece less: pieces and gold together follow from the answers.
struct BelongingsWitness {
  struct Complaint: Hashable {
    var invariant: Violation.Invariant
    var detail: String
  }

  private(set) var items: [ItemID: OwnedItem] = [:]
  private(set) var gold: UInt64 = 0
  private(set) var version: UInt64?
  private var gone: Set<ItemID> = []
  /// Pieces and gold of the last time that everything was told and nothing was under way.
  private var settled: Int64?
  /// What the answers since then say has come, less what went.
  private var owed: Int64 = 0
  /// A change is missing: everything has to be asked for.
  private(set) var isIncomplete = true

  /// An answer says that so many pieces came, or went.
  mutating func answered(_ pieces: Int64) { owed += pieces }

  /// - Parameter isQuiet: nothing that changes belongings was asked since the last answer.
  mutating func received(_ told: OwnedBelongings, isQuiet: Bool) -> [Complaint] {
    var complaints: [Complaint] = []
    let next = told.version.rawValue
    if let version {
      if next < version || (next == version && !told.isFull) {
        complaints.append(
          Complaint(
            invariant: .belongingsWentBack, detail: "version \(next) after \(version)"))
      }
      if !told.isFull, next > version + 1 { isIncomplete = true }
    }
    complaints += twice(told)
    let before = isIncomplete || next != version ? nil : items
    apply(told)
    if told.isFull {
      if let before, before != items {
        complaints.append(
          Complaint(
            invariant: .belongingsDiffer, detail: "version \(next) has other items than before"))
      }
      isIncomplete = false
      if isQuiet { complaints += settle() }
    }
    version = max(version ?? 0, next)
    return complaints
  }

  /// Items that are named twice, or come back although they were gone.
  private func twice(_ told: OwnedBelongings) -> [Complaint] {
    var named: Set<ItemID> = []
    return told.items.compactMap { item in
      let isFresh = named.insert(item.item).inserted
      guard !isFresh || gone.contains(item.item) else { return nil }
      return Complaint(
        invariant: .itemTwice,
        detail: "item \(item.item.rawValue) \(isFresh ? "came back" : "is named twice")")
    }
  }

  private mutating func apply(_ told: OwnedBelongings) {
    gold = told.gold
    let named = Set(told.items.map(\.item))
    var left = told.gone
    if told.isFull { left += items.keys.filter { !named.contains($0) } }
    for item in left {
      items[item] = nil
      gone.insert(item)
    }
    for item in told.items { items[item.item] = item }
  }

  private mutating func settle() -> [Complaint] {
    let total = items.values.reduce(Int64(clamping: gold)) { $0 + Int64($1.count) }
    defer {
      settled = total
      owed = 0
    }
    guard let settled, total != settled + owed else { return [] }
    return [
      Complaint(
        invariant: .belongingsUnexplained,
        detail: "\(total) pieces and gold instead of \(settled) and \(owed)")
    ]
  }
}
