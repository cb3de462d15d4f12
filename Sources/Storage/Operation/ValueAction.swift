import Model

/// Everything that changes who owns what. Each is done wholly or not at all.
///
/// `gold_coin` is gold: where it would come into a bag, the character's gold grows instead.
public enum ValueAction: Hashable, Sendable {
  /// Takes a whole item from the ground of a region, which may be a neighbour of the holder.
  case pickUp(ItemID, from: RegionID, by: CharacterID, ItemTerms)
  /// Lays pieces of an item on the ground.
  case drop(ItemPortion, by: CharacterID, at: RegionID, Position)
  /// Two characters exchange items and gold; both are fenced.
  case trade(TradeSide, TradeSide)
  /// Makes pieces for gold; `price` is for all of them together.
  case buy(NewItem, price: UInt64, by: CharacterID, ItemTerms)
  /// Destroys pieces of an item for gold; `price` is for all of them together.
  case sell(ItemPortion, price: UInt64, by: CharacterID)
  case sendMail(MailDraft, by: CharacterID)
  /// Takes what is attached, all of it, and with it the letter: it is gone afterwards.
  case takeMail(MailID, by: CharacterID, ItemTerms)
  /// Destroys pieces of an item that did their work.
  case consume(ItemPortion, by: CharacterID)
  /// Gives a character what nobody had: rewards, start equipment, a GM's gift.
  case grant([NewItem], gold: UInt64, to: CharacterID, ItemTerms)
  /// Lays what a creature leaves on the ground of a region.
  case loot([LootDrop], at: RegionID)
  /// Destroys items on the ground of a region that nobody took; those that are gone already do no
  /// harm.
  case decay([ItemID], at: RegionID)
}

extension ValueAction {
  /// Those whose belongings change, in ascending order: each needs its fence.
  public var parties: [CharacterID] {
    switch self {
    case .pickUp(_, from: _, let by, _), .drop(_, let by, at: _, _), .buy(_, price: _, let by, _),
      .sell(_, price: _, let by), .sendMail(_, let by), .takeMail(_, let by, _),
      .consume(_, let by), .grant(_, gold: _, to: let by, _):
      [by]
    case .trade(let one, let other): [one.character, other.character].sorted()
    case .loot, .decay: []
    }
  }

  /// The region whose ground changes without any character: it needs its fence.
  public var region: RegionID? {
    switch self {
    case .loot(_, let region), .decay(_, let region): region
    default: nil
    }
  }
}
