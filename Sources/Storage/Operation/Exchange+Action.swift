import Model

/// What an operation needs to know of letters.
struct MailFacts: Hashable, Sendable {
  /// The character that a letter goes to; nil when nobody bears the name.
  var recipient: CharacterID?
  /// The letters that wait for it.
  var waiting = 0
  /// Whose letter is to be taken; nil when there is none.
  var owner: CharacterID?
}

extension Exchange {
  /// Does an action that is well-formed with what was loaded for it. After a refusal the exchange
  /// is void.
  mutating func perform(
    _ action: ValueAction, mail: MailFacts, now: Int64
  ) throws(ValueRefusal) {
    switch action {
    case .pickUp(let item, let region, let character, let terms):
      guard let portion = try? take(item, from: .ground(region)) else { throw .notThere }
      try put(portion, into: character, terms)
    case .drop(let portion, let character, let region, let position):
      give(
        try take(portion, from: character), to: .ground(region),
        place: Place(position: position, since: now))
    case .trade(let one, let other): try trade(one, other)
    case .buy(let item, let price, let character, let terms):
      try takeGold(price, from: character)
      burnGold(price)
      try put(mint(item.kind, item.count), into: character, terms)
    case .sell(let portion, let price, let character):
      burn(try take(portion, from: character))
      try mintGold(price, to: character)
    case .sendMail(let draft, let character): try send(draft, by: character, mail)
    case .takeMail(let id, let character, let terms):
      guard mail.owner == character else { throw .notYours(character) }
      try takeAll(of: .mail(id), by: character, terms)
    case .consume(let portion, let character): burn(try take(portion, from: character))
    case .grant(let items, let gold, let character, let terms):
      for item in items { try put(mint(item.kind, item.count), into: character, terms) }
      try mintGold(gold, to: character)
    case .loot(let drops, let region):
      for drop in drops {
        give(
          mint(drop.kind, drop.count), to: .ground(region),
          place: Place(position: drop.position, since: now))
      }
    case .decay(let items, let region):
      for item in items {
        guard let portion = try? take(item, from: .ground(region)) else { continue }
        burn(portion)
      }
    }
  }

  private mutating func take(
    _ portion: ItemPortion, from character: CharacterID
  ) throws(ValueRefusal) -> Portion {
    do throws(Shortage) {
      return try take(portion.item, portion.count, from: .character(character))
    } catch {
      switch error {
      case .missing: throw .notYours(character)
      case .fewer: throw .notEnough(character)
      }
    }
  }

  private mutating func take(
    _ portions: [ItemPortion], from character: CharacterID
  ) throws(ValueRefusal) -> [Portion] {
    var taken: [Portion] = []
    for portion in portions { taken.append(try take(portion, from: character)) }
    return taken
  }

  /// Both give first, so that full bags and full purses can exchange.
  private mutating func trade(_ one: TradeSide, _ other: TradeSide) throws(ValueRefusal) {
    let fromOne = try take(one.items, from: one.character)
    let fromOther = try take(other.items, from: other.character)
    try takeGold(one.gold, from: one.character)
    try takeGold(other.gold, from: other.character)
    for portion in fromOther { try put(portion, into: one.character, one.terms) }
    for portion in fromOne { try put(portion, into: other.character, other.terms) }
    try giveGold(other.gold, to: one.character)
    try giveGold(one.gold, to: other.character)
  }

  private mutating func send(
    _ draft: MailDraft, by character: CharacterID, _ mail: MailFacts
  ) throws(ValueRefusal) {
    guard mail.recipient != nil else { throw .unknownRecipient }
    guard mail.waiting < StorageLimits.mailsMax else { throw .mailboxFull }
    for portion in try take(draft.items, from: character) { give(portion, to: .newMail) }
    try takeGold(draft.gold, from: character)
    attachGold(draft.gold)
  }

  private mutating func takeAll(
    of owner: Owner, by character: CharacterID, _ terms: ItemTerms
  ) throws(ValueRefusal) {
    for item in items(of: owner) {
      guard let portion = try? take(item, from: owner) else { continue }
      try put(portion, into: character, terms)
    }
    try giveGold(empty(owner), to: character)
  }

  /// Destroys all that owners have: nobody is there any more to own it.
  mutating func burnAll(of owners: [Owner]) {
    for owner in owners {
      for item in items(of: owner) {
        guard let portion = try? take(item, from: owner) else { continue }
        burn(portion)
      }
      burnGold(empty(owner))
    }
  }
}
