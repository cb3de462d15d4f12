import Model

/// Who has an item or gold, as the columns of items and ledgers say it.
enum Owner: Hashable, Sendable {
  case character(CharacterID)
  /// The ground of a region: items only.
  case ground(RegionID)
  case mail(MailID)
  /// The letter that this very operation writes.
  case newMail
  /// Where things come from that did not exist.
  case mint
  /// Where things go that exist no more.
  case burn

  /// What the columns hold; a letter that has no id yet takes the given one.
  func name(newMail: MailID? = nil) -> String {
    switch self {
    case .character(let id): "character/\(id.rawValue)"
    case .ground(let region): "ground/\(region.rawValue)"
    case .mail(let id): "mail/\(id.rawValue)"
    case .newMail: "mail/\(newMail?.rawValue ?? 0)"
    case .mint: "mint"
    case .burn: "burn"
    }
  }
}

extension ItemKind {
  /// Gold that lies on the ground or in a loot table; in a bag it is gold, not an item.
  static let coin = ItemKind("gold_coin")
}
