import Model
import Testing

@testable import Storage

/// The decision alone, without a database.
@Suite struct ExchangeTests {
  private let ada = CharacterID(1)
  private let bob = CharacterID(2)
  private let terms = ItemTerms(stackMax: ["potion": 10, "sword": 1], slotsMax: 3)

  private func exchange(_ rows: [(UInt64, ItemKind, UInt32)], gold: UInt64 = 0) -> Exchange {
    var exchange = Exchange()
    exchange.load(
      rows.map { ItemRow(id: ItemID($0.0), kind: $0.1, count: $0.2) }, of: .character(ada))
    exchange.load(gold: gold, of: .character(ada))
    exchange.load(gold: 0, of: .character(bob))
    return exchange
  }

  private func counts(_ exchange: Exchange, _ character: CharacterID) -> [UInt32] {
    exchange.stacks.filter { $0.owner == .character(character) }.map(\.count)
  }

  @Test func piecesFillStacksFirst() throws {
    var exchange = exchange([(1, "potion", 9), (2, "sword", 1), (3, "potion", 4)])
    try exchange.put(exchange.mint("potion", 7), into: ada, terms)
    #expect(counts(exchange, ada) == [10, 1, 10])
    #expect(exchange.moves.map(\.count) == [1, 6])
    #expect(exchange.moves.map(\.target) == [0, 2])
    // There is no slot for more, not even for one piece.
    #expect(throws: ValueRefusal.bagFull(ada)) {
      try exchange.put(exchange.mint("potion", 1), into: ada, terms)
    }
  }

  @Test func largeAmountsTakeManySlots() throws {
    var exchange = exchange([])
    try exchange.put(exchange.mint("potion", 25), into: ada, terms)
    #expect(counts(exchange, ada) == [10, 10, 5])
    var full = self.exchange([])
    #expect(throws: ValueRefusal.bagFull(ada)) {
      try full.put(full.mint("potion", .max), into: ada, terms)
    }
  }

  @Test func aWholeStackKeepsItsRow() throws {
    var exchange = exchange([(1, "potion", 4), (2, "potion", 6)])
    let whole = try exchange.take(ItemID(1), from: .character(ada))
    #expect(whole.isWhole && counts(exchange, ada) == [6])
    try exchange.put(whole, into: bob, terms)
    #expect(exchange.stacks.map(\.owner) == [.character(bob), .character(ada)])
    let part = try exchange.take(ItemID(2), 2, from: .character(ada))
    try exchange.put(part, into: bob, terms)
    // It joined the stack that had just come.
    #expect(counts(exchange, bob) == [6] && counts(exchange, ada) == [4])
    #expect(exchange.moves.map(\.source) == [0, 1])
    #expect(exchange.moves.map(\.target) == [0, 0])
  }

  @Test func takingFailsByReason() throws {
    var exchange = exchange([(1, "potion", 4)])
    #expect(throws: Exchange.Shortage.missing) {
      try exchange.take(ItemID(1), from: .character(bob))
    }
    #expect(throws: Exchange.Shortage.missing) {
      try exchange.take(ItemID(2), from: .character(ada))
    }
    #expect(throws: Exchange.Shortage.fewer) {
      try exchange.take(ItemID(1), 5, from: .character(ada))
    }
    _ = try exchange.take(ItemID(1), 4, from: .character(ada))
    #expect(throws: Exchange.Shortage.missing) {
      try exchange.take(ItemID(1), 1, from: .character(ada))
    }
  }

  @Test func goldIsEnteredTwice() throws {
    var exchange = exchange([], gold: 10)
    try exchange.takeGold(4, from: ada)
    try exchange.giveGold(4, to: bob)
    try exchange.takeGold(5, from: ada)
    exchange.burnGold(5)
    try exchange.mintGold(7, to: bob)
    #expect(exchange.gold(of: .character(ada)) == 1)
    let entries = Dictionary(
      uniqueKeysWithValues: exchange.goldEntries.map { ($0.account, $0.amount) })
    #expect(
      entries == [.character(ada): -9, .character(bob): 11, .mint: -7, .burn: 5])
    #expect(throws: ValueRefusal.notEnoughGold(ada)) { try exchange.takeGold(2, from: ada) }
    #expect(throws: ValueRefusal.notEnoughGold(ada)) { try exchange.takeGold(.max, from: ada) }
    #expect(throws: ValueRefusal.goldFull(bob)) { try exchange.giveGold(.max, to: bob) }
    #expect(throws: ValueRefusal.goldFull(bob)) {
      try exchange.giveGold(StorageLimits.goldMax - 10, to: bob)
    }
    try exchange.giveGold(StorageLimits.goldMax - 11, to: bob)
  }

  /// What goes there and back is no entry.
  @Test func evenAmountsLeaveNoTrace() throws {
    var exchange = exchange([], gold: 10)
    try exchange.takeGold(4, from: ada)
    try exchange.giveGold(4, to: ada)
    #expect(exchange.goldEntries.isEmpty)
  }
}
