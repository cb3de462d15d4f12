import Model
import Wire

/// Invariants 3, 4, 5 and the operations of 6: one owner, sums, confirmed is done, done is once.
extension InvariantChecker {
  /// What the world begins with.
  mutating func began(_ store: ModelStore) {
    readLedgers(of: store.economy, for: nil, at: BootTime(microseconds: 0))
    for character in store.characters.keys.sorted() {
      value.history[character] = store.belongings(of: character).map { [$0] }
    }
  }

  /// An operation changed something: in the transaction that did it.
  mutating func committed(
    _ commit: ModelStore.ValueCommit, _ store: ModelStore, at now: BootTime
  ) {
    let (operation, wish) = (commit.operation, commit.operation.wish)
    value.operations += 1
    value.effects[wish, default: 0] += 1
    if value.effects[wish] ?? 0 > 1 {
      violated(
        "operation-applied-twice", wish.character, at: now,
        "\(Self.name(wish)) was carried out again, as \(operation.id)")
    }
    if value.told[wish] == false {
      violated(
        "refused-yet-done", wish.character, at: now,
        "\(Self.name(wish)) is carried out though its player was told that it would not be")
    }
    readLedgers(of: store.economy, for: operation, at: now)
    checkRows(of: store.economy, at: now)
    for character in commit.changes.keys.sorted() { changed(character, operation, store, at: now) }
  }

  private mutating func changed(
    _ character: CharacterID, _ operation: ModelOperation, _ store: ModelStore, at now: BootTime
  ) {
    guard let row = store.belongings(of: character) else { return }
    let last = value.newest(of: character)
    if row.version.rawValue != (last?.version.rawValue ?? 0) + 1 {
      violated(
        "value-version-went-back", character, at: now,
        "\(character) has \(row) after \(last.map { "\($0)" } ?? "nothing")")
    }
    // A fence that holds says that the region judged by what storage had.
    if character == operation.wish.character, var memory = last {
      memory.version = operation.memory.version
      if memory != operation.memory {
        violated(
          "memory-differs", character, at: now,
          "\(operation.fences.map { "\($0.holder)" }) changes what \(character) owns and believes "
            + "\(operation.memory); it is \(memory)")
      }
    }
    value.history[character, default: []].append(row)
  }

  /// A region remembers this of a character from now on.
  mutating func remembers(_ memory: ModelBelongings, of character: CharacterID, at now: BootTime) {
    let stored = value.belongings(of: character, at: memory.version)
    guard stored != memory else { return }
    violated(
      "memory-differs", character, at: now,
      "a region remembers of \(character) \(memory); storage had "
        + (stored.map { "\($0)" } ?? "nothing") + " at that version")
  }

  /// A player is told how a wish ended, for good.
  mutating func told(_ wish: RequestName, isDone: Bool, at now: BootTime) {
    let isEffective = value.effects[wish] ?? 0 > 0
    if isDone, !isEffective {
      violated(
        "confirmed-not-done", wish.character, at: now,
        "the player is told that \(Self.name(wish)) is done; storage has nothing of it")
    }
    if !isDone, isEffective {
      violated(
        "done-yet-refused", wish.character, at: now,
        "the player is told that \(Self.name(wish)) will not be; storage has done it")
    }
    value.told[wish] = isDone || value.told[wish] ?? false
  }

  /// At rest: everything that was confirmed is there, and every row is as the ledgers say.
  mutating func settled(_ store: ModelStore, at now: BootTime) {
    checkRows(of: store.economy, at: now)
    for character in store.characters.keys.sorted()
    where
      store.belongings(of: character) != value.newest(of: character)
    {
      violated(
        "value-lost", character, at: now,
        "\(character) owns \(store.belongings(of: character).map { "\($0)" } ?? "nothing"); the "
          + "last operation left \(value.newest(of: character).map { "\($0)" } ?? "nothing")")
    }
  }

  // MARK: Ledgers

  private mutating func readLedgers(
    of economy: ModelEconomy, for operation: ModelOperation?, at now: BootTime
  ) {
    for move in economy.moves[value.movesRead...] {
      if value.owners[move.item] != move.from || move.operation != operation?.id {
        violated(
          "ledger-broken", operation?.wish.character ?? CharacterID(0), at: now,
          "item \(move.item.rawValue) moves from \(Self.name(move.from)), the ledger says "
            + "\(Self.name(value.owners[move.item]))")
      }
      value.owners[move.item] = move.to
    }
    value.movesRead = economy.moves.count
    var sum: Int64 = 0
    for entry in economy.entries[value.entriesRead...] {
      sum += entry.amount
      if let account = entry.account {
        value.accounts[account, default: 0] += entry.amount
      } else {
        value.minted -= entry.amount
      }
    }
    value.entriesRead = economy.entries.count
    if sum != 0 {
      violated(
        "gold-out-of-nothing", operation?.wish.character ?? CharacterID(0), at: now,
        "\(operation?.id.description ?? "the beginning") enters \(sum) more than it takes")
    }
  }

  private mutating func checkRows(of economy: ModelEconomy, at now: BootTime) {
    if economy.owners != value.owners {
      let items = Set(economy.owners.keys).union(value.owners.keys).sorted()
      for item in items where economy.owners[item] != value.owners[item] {
        violated(
          "item-astray", "item \(item.rawValue)", at: now,
          "item \(item.rawValue) is \(Self.name(economy.owners[item]))'s, by the ledger "
            + "\(Self.name(value.owners[item]))'s")
      }
    }
    for character in value.accounts.keys.sorted()
    where Int64(economy.purses[character] ?? 0) != value.accounts[character] {
      violated(
        "gold-astray", character, at: now,
        "\(character) has \(economy.purses[character] ?? 0) gold, by the ledger "
          + "\(value.accounts[character] ?? 0)")
    }
    let sum = value.accounts.values.reduce(0, +)
    if sum != value.minted {
      violated(
        "gold-out-of-nothing", "gold", at: now,
        "all accounts have \(sum), minted less burned is \(value.minted)")
    }
  }

  static func name(_ owner: ModelOwner?) -> String {
    switch owner {
    case .character(let character)?: "\(character)"
    case .ground(let region)?: "the ground of \(region)"
    case nil: "nobody"
    }
  }

  static func name(_ wish: RequestName) -> String {
    "wish \(wish.login)/\(wish.number) of \(wish.character)"
  }
}
