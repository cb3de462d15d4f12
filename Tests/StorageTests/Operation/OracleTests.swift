import Model
import Storage
import Testing

/// A long run of random operations against a model that only counts: for each it says beforehand
/// whether it is done or why not, and afterwards how much everybody has.
@Suite struct OracleTests {
  /// Who has what, by plain counting.
  struct Oracle {
    struct Bag {
      var items: [ItemID: (kind: ItemKind, count: UInt32)] = [:]
      var gold: UInt64 = 0

      /// How many slots pieces need beyond the stacks that are there.
      func slots(for kind: ItemKind, _ count: UInt32) -> Int {
        let most = UInt32(kind == Market.sword ? 1 : 10)
        let room = items.values.reduce(UInt32(0)) {
          $0 + ($1.kind == kind && $1.count < most ? most - $1.count : 0)
        }
        return count <= room ? 0 : Int((count - room + most - 1) / most)
      }

      func hasRoom(for kind: ItemKind, _ count: UInt32) -> Bool {
        let slots = slots(for: kind, count)
        return slots == 0 || items.count + slots <= Int(Market.terms.slotsMax)
      }

      var pieces: [ItemKind: UInt32] {
        items.values.reduce(into: [:]) { $0[$1.kind, default: 0] += $1.count }
      }
    }

    var bags: [CharacterID: Bag] = [:]
    var ground: [ItemID: (kind: ItemKind, count: UInt32)] = [:]

    /// What must come of an action: nil when it is done.
    func refusal(of action: ValueAction) -> ValueRefusal? {
      switch action {
      case .pickUp(let item, from: _, let by, _):
        guard let lying = ground[item] else { return .notThere }
        guard lying.kind != Market.coin, let bag = bags[by] else { return nil }
        return bag.hasRoom(for: lying.kind, lying.count) ? nil : .bagFull(by)
      case .drop(let portion, let by, at: _, _), .sell(let portion, price: _, let by),
        .consume(let portion, let by):
        guard let item = bags[by]?.items[portion.item] else { return .notYours(by) }
        return portion.count <= item.count ? nil : .notEnough(by)
      case .buy(let item, let price, let by, _):
        guard let bag = bags[by], bag.gold >= price else { return .notEnoughGold(by) }
        return bag.hasRoom(for: item.kind, item.count) ? nil : .bagFull(by)
      case .trade(let one, let other):
        // The run gives gold only this way.
        for side in [one, other] where bags[side.character]?.gold ?? 0 < side.gold {
          return .notEnoughGold(side.character)
        }
        return nil
      default: return nil
      }
    }

    /// How many pieces of each kind a party has afterwards, and how much gold.
    func expected(after action: ValueAction, of party: CharacterID) -> (
      pieces: [ItemKind: UInt32], gold: UInt64
    ) {
      var (pieces, gold) = (bags[party]?.pieces ?? [:], bags[party]?.gold ?? 0)
      func lose(_ portion: ItemPortion) {
        guard let kind = bags[party]?.items[portion.item]?.kind else { return }
        pieces[kind, default: 0] -= portion.count
        if pieces[kind] == 0 { pieces[kind] = nil }
      }
      switch action {
      case .pickUp(let item, from: _, by: _, _):
        guard let lying = ground[item] else { break }
        if lying.kind == Market.coin {
          gold += UInt64(lying.count)
        } else {
          pieces[lying.kind, default: 0] += lying.count
        }
      case .drop(let portion, by: _, at: _, _), .consume(let portion, by: _): lose(portion)
      case .sell(let portion, let price, by: _):
        lose(portion)
        gold += price
      case .buy(let item, let price, by: _, _):
        pieces[item.kind, default: 0] += item.count
        gold -= price
      case .trade(let one, let other):
        let (mine, theirs) = one.character == party ? (one, other) : (other, one)
        gold = gold - mine.gold + theirs.gold
      default: break
      }
      return (pieces, gold)
    }

    mutating func apply(_ receipt: ValueReceipt) {
      for change in receipt.changes {
        for item in change.items {
          bags[change.character, default: Bag()].items[item.id] = (item.kind, item.count)
        }
        for item in change.gone { bags[change.character]?.items[item] = nil }
        bags[change.character, default: Bag()].gold = change.gold
      }
      for item in receipt.lifted { ground[item] = nil }
      for item in receipt.appeared { ground[item.id] = (item.kind, item.count) }
    }
  }

  private func action(
    _ generator: inout SeededGenerator, _ oracle: Oracle, _ characters: [CharacterID],
    _ region: RegionID
  ) -> ValueAction {
    let (by, other) = (
      characters[Int(generator.below(3))], characters[Int(generator.below(3))]
    )
    let kinds = [Market.sword, Market.potion, "relic"]
    let kind = kinds[Int(generator.below(3))]
    let terms = ItemTerms(
      stackMax: [Market.sword: 1, Market.potion: 10, "relic": 10], slotsMax: Market.terms.slotsMax)
    // Mostly something of one's own, sometimes another's or nobody's.
    let owner = generator.below(8) == 0 ? other : by
    let mine = oracle.bags[owner]?.items.keys.sorted().randomElement(using: &generator)
    let portion = ItemPortion(item: mine ?? ItemID(9999), count: 1 + generator.below(4))
    let lying = oracle.ground.keys.sorted().randomElement(using: &generator) ?? ItemID(9999)
    switch generator.below(10) {
    case 0...1:
      let dropped = generator.below(3) == 0 ? Market.coin : kind
      let count = 1 + generator.below(15)
      return .loot([LootDrop(kind: dropped, count: count, position: Market.place)], at: region)
    case 2...4: return .pickUp(lying, from: region, by: by, terms)
    case 5: return .drop(portion, by: by, at: region, Market.place)
    case 6: return .sell(portion, price: 5, by: by)
    case 7: return .consume(portion, by: by)
    case 8:
      return .buy(NewItem(kind: kind, count: 1 + generator.below(12)), price: 4, by: by, terms)
    default:
      guard by != other else { return .consume(portion, by: by) }
      return .trade(
        TradeSide(character: by, items: [], gold: UInt64(generator.below(9)), terms: terms),
        TradeSide(character: other, items: [], gold: UInt64(generator.below(9)), terms: terms))
    }
  }

  @Test(arguments: BackEnd.allCases, [11, 12] as [UInt64])
  func itCountsAlike(on backEnd: BackEnd, seed: UInt64) async throws {
    var market = try await Market(backEnd)
    var generator = SeededGenerator(seed: seed)
    let characters = [
      try await market.guest(), try await market.guest(), try await market.guest(),
    ]
    var oracle = Oracle()
    for character in characters { oracle.bags[character] = .init() }
    var refusals: Set<String> = []
    for step in 0..<(backEnd == .sqlite ? 1500 : 400) {
      let action = action(&generator, oracle, characters, market.ground.region)
      let refusal = oracle.refusal(of: action)
      switch try await market.perform(action) {
      case .done(let receipt, isRepeated: false):
        #expect(refusal == nil, "step \(step): \(action) was done")
        let expected = action.parties.map { oracle.expected(after: action, of: $0) }
        oracle.apply(receipt)
        for (party, expected) in zip(action.parties, expected) {
          #expect(oracle.bags[party]?.pieces == expected.pieces, "step \(step): \(action)")
          #expect(oracle.bags[party]?.gold == expected.gold, "step \(step): \(action)")
        }
      case .refused(let refused, isRepeated: false):
        #expect(refused == refusal, "step \(step): \(action)")
        refusals.insert(String("\(refused)".prefix { $0 != "(" }))
      case let outcome: Issue.record("step \(step): \(outcome)")
      }
    }
    for character in characters {
      let owned = try await market.belongings(character)
      #expect(owned.gold == oracle.bags[character]?.gold)
      #expect(owned.items.map(\.id) == oracle.bags[character]?.items.keys.sorted())
    }
    let lying = try await market.store.groundItems(of: market.ground.region)
    #expect(lying.map(\.id) == oracle.ground.keys.sorted())
    #expect(refusals == ["notThere", "notYours", "notEnough", "notEnoughGold", "bagFull"])
    try await market.expectCleanBooks()
  }
}
