import Model

extension ValueOperation {
  /// Whether a region could have asked this at all, whatever storage holds.
  var isWellFormed: Bool {
    let parties = action.parties
    guard Set(parties).count == parties.count,
      fences.map(\.character).sorted() == parties,
      action.region == nil || action.region == region?.region
    else { return false }
    return action.isWellFormed && isGroundFenced && numbers.allSatisfy { $0 <= Int64.max }
  }

  /// Every number that storage has to keep or look for: it knows only those with a sign. One that a
  /// client made up must not spoil the batch of all others.
  private var numbers: [UInt64] {
    let fenced = fences.flatMap {
      [$0.character.rawValue, $0.sequence.rawValue, $0.valueVersion.rawValue]
    }
    return fenced + [id.character?.rawValue ?? 0] + action.ids
  }

  /// What a character lays down lies in a region whose epoch is checked: its holder's, or the one
  /// given beside.
  private var isGroundFenced: Bool {
    guard case .drop(_, by: _, at: let ground, _) = action else { return true }
    return ground == fences.first?.holder || ground == region?.region
  }

  /// Every epoch that the operation depends on.
  var regionFences: [RegionFence] { fences.map(\.region) + (region.map { [$0] } ?? []) }
}

extension ValueAction {
  fileprivate var isWellFormed: Bool {
    switch self {
    case .pickUp, .takeMail: true
    case .drop(let portion, by: _, at: _, _), .consume(let portion, by: _): portion.count > 0
    case .sell(let portion, let price, by: _):
      portion.count > 0 && price <= StorageLimits.goldMax
    case .trade(let one, let other): isProposal([one, other])
    case .buy(let item, let price, by: _, _):
      item.isWellFormed && price <= StorageLimits.goldMax
    case .sendMail(let draft, by: _): draft.isWellFormed
    case .grant(let items, let gold, to: _, _):
      items.count <= StorageLimits.operationItemsMax && items.allSatisfy(\.isWellFormed)
        && gold <= StorageLimits.goldMax
    case .loot(let drops, at: _):
      drops.count <= StorageLimits.operationItemsMax
        && drops.allSatisfy { NewItem(kind: $0.kind, count: $0.count).isWellFormed }
    case .decay(let items, at: _): items.count <= StorageLimits.operationItemsMax
    }
  }

  /// Items and letters that it names.
  fileprivate var ids: [UInt64] {
    switch self {
    case .pickUp(let item, from: _, by: _, _): [item.rawValue]
    case .drop(let portion, by: _, at: _, _), .sell(let portion, price: _, by: _),
      .consume(let portion, by: _):
      [portion.item.rawValue]
    case .trade(let one, let other): (one.items + other.items).map(\.item.rawValue)
    case .sendMail(let draft, by: _): draft.items.map(\.item.rawValue)
    case .takeMail(let mail, by: _, _): [mail.rawValue]
    case .decay(let items, at: _): items.map(\.rawValue)
    case .buy, .grant, .loot: []
    }
  }

  private func isProposal(_ sides: [TradeSide]) -> Bool {
    sides.allSatisfy { $0.gold <= StorageLimits.goldMax }
      && areDistinct(sides.flatMap(\.items), max: StorageLimits.operationItemsMax)
  }
}

extension NewItem {
  fileprivate var isWellFormed: Bool {
    let bytes = kind.rawValue.utf8
    return count > 0 && (1...StorageLimits.itemKindBytesMax).contains(bytes.count)
      && !bytes.contains(0)
  }
}

extension MailDraft {
  fileprivate var isWellFormed: Bool {
    recipient.utf8.count <= StorageLimits.nameBytesMax
      && subject.utf8.count <= StorageLimits.mailSubjectBytesMax
      && text.utf8.count <= StorageLimits.mailTextBytesMax
      && ![recipient, subject, text].contains { $0.utf8.contains(0) }
      && gold <= StorageLimits.goldMax && areDistinct(items, max: StorageLimits.mailItemsMax)
  }
}

private func areDistinct(_ portions: [ItemPortion], max: Int) -> Bool {
  portions.count <= max && portions.allSatisfy { $0.count > 0 }
    && Set(portions.map(\.item)).count == portions.count
}
