import Model

/// The rows of everything that has value: one owner column and a ledger entry for every move of an
/// item, a double-entry ledger of gold, and the results of operations by their ids.
struct ModelEconomy {
  /// An item changed its owner; nil: it was made, or is gone.
  struct Move: Hashable {
    var operation: OperationID?
    var item: ItemID
    var from: ModelOwner?
    var to: ModelOwner?
  }

  /// Gold came to an account or left it; nil is the world's own, which mints and burns.
  struct Entry: Hashable {
    var operation: OperationID?
    var account: CharacterID?
    var amount: Int64
  }

  enum Result: Hashable {
    case done([CharacterID: ModelBelongings.Change])
    case refused
    /// Settled before it was done.
    case aborted
  }

  private(set) var owners: [ItemID: ModelOwner] = [:]
  private(set) var purses: [CharacterID: UInt64] = [:]
  private(set) var moves: [Move] = []
  private(set) var entries: [Entry] = []
  var results: [OperationID: Result] = [:]
  private var itemsMade: UInt64 = 0

  // MARK: What the world begins with

  mutating func make(for owner: ModelOwner) {
    make(for: owner, by: nil)
  }

  mutating func mint(_ amount: UInt64, for character: CharacterID) {
    pay(amount, from: nil, to: character, by: nil)
  }

  // MARK: Reading

  func items(of owner: ModelOwner) -> Set<ItemID> {
    Set(owners.filter { $0.value == owner }.keys)
  }

  func belongings(of character: CharacterID, version: ValueVersion) -> ModelBelongings {
    ModelBelongings(
      version: version, gold: purses[character] ?? 0, items: items(of: .character(character)))
  }

  // MARK: Changing

  /// False when it cannot be; nothing changed then.
  mutating func perform(_ action: ModelOperation.Action, as id: OperationID) -> Bool {
    switch action {
    case .pickUp(let item, let region, let character):
      guard owners[item] == .ground(region) else { return false }
      move(item, to: .character(character), by: id)
    case .drop(let item, let character, let region):
      guard owners[item] == .character(character) else { return false }
      move(item, to: .ground(region), by: id)
    case .give(let item, let gold, let from, let to):
      guard item.map({ owners[$0] == .character(from) }) ?? true, purses[from] ?? 0 >= gold
      else { return false }
      if let item { move(item, to: .character(to), by: id) }
      if gold > 0 { pay(gold, from: from, to: to, by: id) }
    case .buy(let price, let character):
      guard purses[character] ?? 0 >= price else { return false }
      pay(price, from: character, to: nil, by: id)
      make(for: .character(character), by: id)
    case .sell(let item, let price, let character):
      guard owners[item] == .character(character) else { return false }
      move(item, to: nil, by: id)
      pay(price, from: nil, to: character, by: id)
    }
    return true
  }

  /// Writes one side's row of a gift without the other's, and half of its ledger: a known-bad way.
  mutating func performHalf(
    _ item: ItemID?, gold: UInt64, of character: CharacterID, isGiver: Bool, as id: OperationID
  ) {
    if let item { owners[item] = isGiver ? nil : .character(character) }
    guard gold > 0 else { return }
    let held = purses[character] ?? 0
    purses[character] = isGiver ? held - min(held, gold) : held + gold
    entries.append(
      Entry(operation: id, account: character, amount: isGiver ? -Int64(gold) : Int64(gold)))
  }

  private mutating func make(for owner: ModelOwner, by id: OperationID?) {
    itemsMade += 1
    let item = ItemID(itemsMade)
    owners[item] = owner
    moves.append(Move(operation: id, item: item, from: nil, to: owner))
  }

  private mutating func move(_ item: ItemID, to owner: ModelOwner?, by id: OperationID) {
    moves.append(Move(operation: id, item: item, from: owners[item], to: owner))
    owners[item] = owner
  }

  private mutating func pay(
    _ amount: UInt64, from: CharacterID?, to: CharacterID?, by id: OperationID?
  ) {
    if let from { purses[from, default: 0] -= amount }
    if let to { purses[to, default: 0] += amount }
    entries.append(Entry(operation: id, account: from, amount: -Int64(amount)))
    entries.append(Entry(operation: id, account: to, amount: Int64(amount)))
  }
}
