import Model

extension SQLTransaction {
  /// Everything that an action may touch. A bag that takes things in is loaded whole, for its
  /// stacks and slots.
  func load(_ action: ValueAction) throws(StorageError) -> Exchange {
    var exchange = Exchange()
    for party in action.parties {
      let owner = Owner.character(party)
      exchange.load(try items(of: owner, only: action.items(of: party)), of: owner)
      exchange.load(gold: try gold(of: owner), of: owner)
    }
    switch action {
    case .pickUp(let item, let region, by: _, _):
      exchange.load(try groundItems([item], of: region))
    case .decay(let items, let region): exchange.load(try groundItems(items, of: region))
    case .takeMail(let mail, by: _, _): try load(.mail(mail), into: &exchange)
    default: break
    }
    return exchange
  }

  private func load(_ owner: Owner, into exchange: inout Exchange) throws(StorageError) {
    exchange.load(try items(of: owner), of: owner)
    exchange.load(gold: try gold(of: owner), of: owner)
  }

  /// Writes rows and both ledgers; answers the ids of the exchange's stacks.
  func write(
    _ exchange: Exchange, as operation: String, newMail: MailID? = nil
  ) throws(StorageError) -> [ItemID] {
    var ids: [ItemID] = []
    for stack in exchange.stacks {
      ids.append(try write(stack, newMail: newMail))
    }
    for (number, move) in exchange.moves.enumerated() {
      try enter(move, number + 1, as: operation, ids, newMail: newMail)
    }
    for purse in exchange.purses where purse.gold != purse.loaded {
      try storeGold(purse.gold, of: purse.owner.name(newMail: newMail))
    }
    for entry in exchange.goldEntries {
      try enterGold(
        entry.amount, account: entry.account.name(newMail: newMail), operation: operation)
    }
    return ids
  }

  private func write(
    _ stack: Exchange.Stack, newMail: MailID?
  ) throws(StorageError) -> ItemID {
    let owner = stack.owner?.name(newMail: newMail)
    guard let id = stack.id, let loaded = stack.loaded else {
      guard let owner else { throw noID }
      return try insertItem(stack.kind, stack.count, of: owner, place: stack.place)
    }
    if stack.isChanged {
      try replaceItem(id, loaded, owner: owner, count: stack.count, place: stack.place)
    }
    return id
  }

  private func enter(
    _ move: Exchange.Move, _ number: Int, as operation: String, _ ids: [ItemID],
    newMail: MailID?
  ) throws(StorageError) {
    func id(_ stack: Int?) throws(StorageError) -> SQLValue {
      guard let stack else { return .null }
      return try .number(ids[stack].rawValue, "item")
    }
    try post(
      """
      INSERT INTO item_moves
        (operation, number, from_owner, from_item, to_owner, to_item, kind, count)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """,
      [
        .text(operation), .integer(Int64(number)), .text(move.from.name(newMail: newMail)),
        try id(move.source), .text(move.to.name(newMail: newMail)), try id(move.target),
        .text(move.kind.rawValue), .integer(Int64(move.count)),
      ])
  }

  /// Destroys what a character owns and the letters that wait for it, through the ledgers, because
  /// the character itself goes. A character's id is never issued again, so the operation's name
  /// can stand for nothing else.
  func removeBelongings(of character: CharacterID, now: Int64) throws(StorageError) {
    let letters = try rows(
      "SELECT id FROM mails WHERE recipient = $1 ORDER BY id",
      [try .number(character.rawValue, "character")])
    var owners = [Owner.character(character)]
    for letter in letters { owners.append(.mail(MailID(try letter.number(0)))) }
    var exchange = Exchange()
    for owner in owners { try load(owner, into: &exchange) }
    exchange.burnAll(of: owners)
    if !exchange.moves.isEmpty || !exchange.goldEntries.isEmpty {
      let operation = "removal/\(character.rawValue)"
      _ = try write(exchange, as: operation)
      guard try record(.done(ValueReceipt()), as: operation, of: character, now: now) else {
        throw .busy
      }
    }
    for owner in owners {
      if case .mail(let mail) = owner { try removeMail(mail) } else { try closeAccount(of: owner) }
    }
  }
}

extension Exchange.Stack {
  fileprivate var isChanged: Bool {
    guard let loaded else { return true }
    return loaded.owner != owner || loaded.count != count || loaded.place != place
  }
}

extension ValueAction {
  /// What of a party's bag it touches; nil means that the whole bag matters.
  fileprivate func items(of party: CharacterID) -> [ItemID]? {
    switch self {
    case .pickUp, .trade, .buy, .takeMail, .grant: nil
    case .drop(let portion, by: _, at: _, _), .sell(let portion, price: _, by: _),
      .consume(let portion, by: _):
      [portion.item]
    case .sendMail(let draft, by: _): draft.items.map(\.item)
    case .loot, .decay: []
    }
  }
}

extension Exchange {
  /// What the exchange changed, with the ids of its stacks.
  func receipt(
    of parties: [CharacterID], _ versions: [CharacterID: ValueVersion], _ ids: [ItemID],
    mail: MailID?, _ recipient: CharacterID?
  ) -> ValueReceipt {
    let changed = zip(ids, stacks).filter { $0.1.isChanged }.sorted { $0.0 < $1.0 }
    let changes = parties.map { party in
      let owner = Owner.character(party)
      return ValueReceipt.Change(
        character: party, valueVersion: versions[party] ?? ValueVersion(0),
        gold: gold(of: owner),
        items: changed.filter { $0.1.owner == owner }.map {
          ItemRow(id: $0.0, kind: $0.1.kind, count: $0.1.count)
        },
        gone: changed.filter { $0.1.loaded?.owner == owner && $0.1.owner != owner }.map(\.0))
    }
    return ValueReceipt(
      changes: changes,
      appeared: changed.compactMap { (id, stack) in stack.onGround(id) },
      lifted: changed.filter { $0.1.loaded?.place != nil && $0.1.place(on: $0.1.owner) == nil }
        .map(\.0),
      mail: mail, recipient: recipient)
  }
}

extension Exchange.Stack {
  fileprivate func place(on owner: Owner?) -> Exchange.Place? {
    if case .ground = owner { place } else { nil }
  }

  fileprivate func onGround(_ id: ItemID) -> GroundItem? {
    guard case .ground(let region) = owner, let place else { return nil }
    return GroundItem(
      id: id, kind: kind, count: count, region: region, position: place.position,
      since: place.since)
  }
}
