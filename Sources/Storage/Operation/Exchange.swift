import Model

/// Items and gold between owners: what one operation will change, decided in memory before
/// anything is written. Nothing comes from nowhere and nothing goes nowhere: every step is a move
/// of the item ledger or an entry of the gold ledger.
struct Exchange {
  /// Where and since when an item lies.
  struct Place: Hashable, Sendable {
    let position: Position
    let since: Int64
  }

  /// A row of items as it will be.
  struct Stack: Hashable, Sendable {
    /// Nil until the row is made.
    let id: ItemID?
    let kind: ItemKind
    /// Nil while it is on its way, and for ever when nothing of it is left.
    var owner: Owner?
    var count: UInt32
    var place: Place?
    /// As it was loaded; nil for a new one.
    let loaded: Loaded?
  }

  struct Loaded: Hashable, Sendable {
    let owner: Owner
    let count: UInt32
    let place: Place?
  }

  /// Pieces on their way.
  struct Portion: Hashable, Sendable {
    let kind: ItemKind
    let count: UInt32
    let from: Owner
    /// The index of the stack that they come from; nil for the mint.
    let source: Int?
    /// Whether the stack itself is on its way, not just a part of it.
    let isWhole: Bool
  }

  /// One entry of the item ledger; stacks by index.
  struct Move: Hashable, Sendable {
    let from: Owner
    let source: Int?
    let to: Owner
    let target: Int?
    let kind: ItemKind
    let count: UInt32
  }

  /// The gold of one owner.
  struct Purse: Hashable, Sendable {
    let owner: Owner
    let loaded: UInt64
    var gold: UInt64
  }

  private(set) var stacks: [Stack] = []
  private(set) var moves: [Move] = []
  private(set) var purses: [Purse] = []
  private(set) var minted: UInt64 = 0
  private(set) var burnt: UInt64 = 0

  // MARK: What there is

  mutating func load(_ rows: [ItemRow], of owner: Owner) {
    for row in rows { load(row, of: owner, place: nil) }
  }

  mutating func load(_ items: [GroundItem]) {
    for item in items {
      load(
        ItemRow(id: item.id, kind: item.kind, count: item.count), of: .ground(item.region),
        place: Place(position: item.position, since: item.since))
    }
  }

  private mutating func load(_ row: ItemRow, of owner: Owner, place: Place?) {
    precondition(!stacks.contains { $0.id == row.id }, "an item is loaded once")
    stacks.append(
      Stack(
        id: row.id, kind: row.kind, owner: owner, count: row.count, place: place,
        loaded: Loaded(owner: owner, count: row.count, place: place)))
  }

  mutating func load(gold: UInt64, of owner: Owner) {
    purses.append(Purse(owner: owner, loaded: gold, gold: gold))
  }

  /// The stacks of an owner that there are now.
  func items(of owner: Owner) -> [ItemID] {
    stacks.compactMap { $0.owner == owner ? $0.id : nil }
  }

  // MARK: Items

  /// Takes pieces of an item from its owner, all of them without a count. Nil when the owner does
  /// not have it; throws when there are fewer.
  mutating func take(
    _ item: ItemID, _ count: UInt32? = nil, from owner: Owner
  ) throws(Shortage) -> Portion {
    let found = stacks.firstIndex { $0.id == item && $0.owner == owner }
    guard let found else { throw .missing }
    let stack = stacks[found]
    let count = count ?? stack.count
    precondition(count > 0, "an operation names one piece at least")
    guard count <= stack.count else { throw .fewer }
    let isWhole = count == stack.count
    if isWhole { stacks[found].owner = nil } else { stacks[found].count -= count }
    return Portion(
      kind: stack.kind, count: count, from: owner, source: found, isWhole: isWhole)
  }

  enum Shortage: Error { case missing, fewer }

  /// Pieces that did not exist.
  func mint(_ kind: ItemKind, _ count: UInt32) -> Portion {
    Portion(kind: kind, count: count, from: .mint, source: nil, isWhole: false)
  }

  mutating func burn(_ portion: Portion) {
    move(portion, portion.count, to: .burn, nil)
  }

  /// Gives pieces to an owner as one stack: on the ground, in a letter.
  mutating func give(_ portion: Portion, to owner: Owner, place: Place? = nil) {
    give(portion, portion.count, to: owner, place: place)
  }

  /// Puts pieces into a bag: first into stacks that have room, then into slots. Coins become gold.
  mutating func put(
    _ portion: Portion, into character: CharacterID, _ terms: ItemTerms
  ) throws(ValueRefusal) {
    let owner = Owner.character(character)
    guard portion.kind != .coin else {
      if portion.from != .mint { burn(portion) }
      return try mintGold(UInt64(portion.count), to: character)
    }
    var left = portion.count
    if let most = terms.stackMax[portion.kind], most > 0 {
      for index in stacks.indices where left > 0 {
        let stack = stacks[index]
        guard stack.owner == owner, stack.kind == portion.kind, stack.count < most else {
          continue
        }
        let joining = min(left, most - stack.count)
        stacks[index].count += joining
        move(portion, joining, to: owner, index)
        left -= joining
      }
      while left > most {
        try takeSlot(of: character, terms)
        create(portion, most, owner, place: nil)
        left -= most
      }
    }
    guard left > 0 else { return }
    try takeSlot(of: character, terms)
    give(portion, left, to: owner, place: nil)
  }

  private func takeSlot(of character: CharacterID, _ terms: ItemTerms) throws(ValueRefusal) {
    let used = stacks.count { $0.owner == .character(character) }
    guard used < Int(terms.slotsMax) else { throw .bagFull(character) }
  }

  /// The last pieces of a whole stack keep its row.
  private mutating func give(_ portion: Portion, _ count: UInt32, to owner: Owner, place: Place?) {
    guard portion.isWhole, let source = portion.source else {
      return create(portion, count, owner, place: place)
    }
    stacks[source].owner = owner
    stacks[source].count = count
    stacks[source].place = place
    move(portion, count, to: owner, source)
  }

  private mutating func create(_ portion: Portion, _ count: UInt32, _ owner: Owner, place: Place?) {
    stacks.append(
      Stack(
        id: nil, kind: portion.kind, owner: owner, count: count, place: place, loaded: nil))
    move(portion, count, to: owner, stacks.count - 1)
  }

  private mutating func move(_ portion: Portion, _ count: UInt32, to owner: Owner, _ target: Int?) {
    moves.append(
      Move(
        from: portion.from, source: portion.source, to: owner, target: target,
        kind: portion.kind, count: count))
  }

  // MARK: Gold

  /// The balance of an owner that was loaded.
  func gold(of owner: Owner) -> UInt64 { purses.first { $0.owner == owner }?.gold ?? 0 }

  mutating func takeGold(_ amount: UInt64, from character: CharacterID) throws(ValueRefusal) {
    guard amount > 0 else { return }
    guard let index = purses.firstIndex(where: { $0.owner == .character(character) }),
      purses[index].gold >= amount
    else { throw .notEnoughGold(character) }
    purses[index].gold -= amount
  }

  mutating func giveGold(_ amount: UInt64, to character: CharacterID) throws(ValueRefusal) {
    guard amount > 0 else { return }
    let index = purse(of: .character(character))
    guard amount <= StorageLimits.goldMax - purses[index].gold else { throw .goldFull(character) }
    purses[index].gold += amount
  }

  /// Attaches gold to the letter that is being written.
  mutating func attachGold(_ amount: UInt64) {
    guard amount > 0 else { return }
    purses[purse(of: .newMail)].gold += amount
  }

  /// Takes all gold of an owner that will be no more.
  mutating func empty(_ owner: Owner) -> UInt64 {
    guard let index = purses.firstIndex(where: { $0.owner == owner }) else { return 0 }
    defer { purses[index].gold = 0 }
    return purses[index].gold
  }

  mutating func mintGold(_ amount: UInt64, to character: CharacterID) throws(ValueRefusal) {
    try giveGold(amount, to: character)
    minted += amount
  }

  mutating func burnGold(_ amount: UInt64) { burnt += amount }

  private mutating func purse(of owner: Owner) -> Int {
    if let index = purses.firstIndex(where: { $0.owner == owner }) { return index }
    purses.append(Purse(owner: owner, loaded: 0, gold: 0))
    return purses.count - 1
  }

  /// The entries of the gold ledger: one for each account that changed.
  var goldEntries: [(account: Owner, amount: Int64)] {
    var entries = purses.map { purse in
      (account: purse.owner, amount: Int64(purse.gold) - Int64(purse.loaded))
    }
    entries.append((.mint, -Int64(minted)))
    entries.append((.burn, Int64(burnt)))
    precondition(entries.reduce(0) { $0 + $1.amount } == 0, "gold came or went without an entry")
    return entries.filter { $0.amount != 0 }
  }
}
