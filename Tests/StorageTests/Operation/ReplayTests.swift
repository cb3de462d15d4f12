import Model
import Storage
import Synchronization
import Testing

/// Two processes change the belongings of the same characters at once: with knowledge that may be
/// out of date, in batches, sending again what was sent, forgetting answers, giving operations up.
/// However it goes, each operation has one result for ever, the books are clean, and whoever applies
/// the receipts in the order of versions knows exactly what storage knows.
@Suite struct ReplayTests {
  /// What has been sent and answered, over all workers.
  final class Journal: Sendable {
    struct State {
      var sent: [ValueOperation] = []
      var results: [OperationID: Settlement] = [:]
      var fresh: Set<OperationID> = []
      var repeated = 0
      var stale = 0
      var forgotten = 0
    }

    let state = Mutex(State())

    func sending(_ operations: [ValueOperation]) {
      state.withLock { $0.sent += operations }
    }

    func anySent(_ generator: inout SeededGenerator) -> ValueOperation? {
      state.withLock { $0.sent.randomElement(using: &generator) }
    }

    func forgot() { state.withLock { $0.forgotten += 1 } }

    func answered(_ operation: ValueOperation, _ outcome: ValueOutcome) {
      switch outcome {
      case .done(let receipt, let isRepeated): record(operation.id, .done(receipt), isRepeated)
      // A trade with oneself: nothing is recorded.
      case .refused(.malformed, isRepeated: _): break
      case .refused(.aborted, let isRepeated): record(operation.id, .aborted, isRepeated)
      case .refused(let refusal, let isRepeated):
        record(operation.id, .refused(refusal), isRepeated)
      case .forgotten: Issue.record("\(operation.id) was forgotten")
      case .stale, .staleEpoch, .staleVersion: state.withLock { $0.stale += 1 }
      }
    }

    func record(_ id: OperationID, _ result: Settlement, _ isRepeated: Bool) {
      state.withLock { state in
        let known = state.results.updateValue(result, forKey: id)
        #expect(known == nil || known == result, "\(id) has two results")
        if isRepeated {
          state.repeated += 1
        } else {
          #expect(state.fresh.insert(id).inserted, "\(id) was done twice")
        }
      }
    }
  }

  /// One process.
  struct Worker {
    let store: any Store
    let number: UInt64
    let market: Market
    let characters: [CharacterID]
    let journal: Journal
    var generator: SeededGenerator
    var counter: UInt64 = 0
    var known: [CharacterID: Belongings] = [:]
    var fences: [CharacterID: CharacterFence] = [:]
    var ground: [GroundItem] = []

    mutating func step() async throws {
      if generator.below(3) == 0 { try await look() }
      if generator.below(20) == 0, let lost = journal.anySent(&generator) {
        return journal.record(lost.id, try await store.settle(lost.id), true)
      }
      var batch: [ValueOperation] = []
      for _ in 0...generator.below(3) {
        if generator.below(4) == 0, let again = journal.anySent(&generator) {
          batch.append(again)
        } else if let operation = propose() {
          batch.append(operation)
        }
      }
      journal.sending(batch)
      let outcomes = try await store.perform(batch)
      // As when a process dies between the commit and the answer.
      guard generator.below(5) > 0 else { return journal.forgot() }
      for (operation, outcome) in zip(batch, outcomes) { journal.answered(operation, outcome) }
    }

    private mutating func look() async throws {
      for character in characters {
        known[character] = try await store.belongings(of: character)
        fences[character] = try await market.fence(character)
      }
      ground = try await store.groundItems(of: market.ground.region)
    }

    private mutating func propose() -> ValueOperation? {
      guard let action = action() else { return nil }
      counter += 1
      let id: OperationID =
        switch action {
        case .loot:
          .loot(market.ground.region, market.ground.epoch, counter: number << 32 | counter)
        case .decay:
          .decay(market.ground.region, market.ground.epoch, counter: number << 32 | counter)
        default: .request(action.parties[0], login: number, number: counter)
        }
      return ValueOperation(
        id: id, fences: action.parties.compactMap { fences[$0] },
        region: action.region == nil ? nil : market.ground, action: action)
    }

    private mutating func action() -> ValueAction? {
      guard let by = characters.randomElement(using: &generator),
        let other = characters.randomElement(using: &generator)
      else { return nil }
      let region = market.ground.region
      switch generator.below(16) {
      case 0...2:
        let drops = (0...generator.below(2)).map { _ in
          LootDrop(kind: kind(), count: 1 + generator.below(12), position: Market.place)
        }
        return .loot(drops, at: region)
      case 3...6:
        return ground.randomElement(using: &generator).map {
          .pickUp($0.id, from: region, by: by, Market.terms)
        }
      case 7: return portion(of: by).map { .drop($0, by: by, at: region, Market.place) }
      case 8...10: return .trade(side(by), side(other))
      case 11: return .buy(NewItem(kind: kind(), count: 1), price: 3, by: by, Market.terms)
      case 12: return portion(of: by).map { .sell($0, price: 4, by: by) }
      case 13: return .sendMail(draft(by), by: by)
      case 14: return .takeMail(MailID(UInt64(1 + generator.below(30))), by: by, Market.terms)
      default:
        return .decay(ground.prefix(1).map(\.id), at: region)
      }
    }

    private mutating func kind() -> ItemKind {
      [Market.sword, Market.potion, Market.coin, "relic"].randomElement(using: &generator) ?? ""
    }

    private mutating func portion(of character: CharacterID) -> ItemPortion? {
      known[character]?.items.randomElement(using: &generator).map {
        ItemPortion(item: $0.id, count: 1 + generator.below($0.count))
      }
    }

    private mutating func side(_ character: CharacterID) -> TradeSide {
      TradeSide(
        character: character, items: portion(of: character).map { [$0] } ?? [],
        gold: UInt64(generator.below(3)), terms: Market.terms)
    }

    private mutating func draft(_ character: CharacterID) -> MailDraft {
      MailDraft(
        recipient: generator.below(5) == 0 ? "Nobody" : "Bob", subject: "", text: "",
        items: portion(of: character).map { [$0] } ?? [], gold: UInt64(generator.below(2)))
    }
  }

  @Test(arguments: BackEnd.allCases, [1, 2, 3] as [UInt64])
  func receiptsTellEverything(on backEnd: BackEnd, seed: UInt64) async throws {
    let market = try await Market(backEnd)
    let characters = [
      try await market.player("Bob"), try await market.guest(), try await market.guest(),
    ]
    let journal = Journal()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number: UInt64 in 1...2 {
        let worker = Worker(
          store: try await market.test.second(), number: number, market: market,
          characters: characters, journal: journal,
          generator: SeededGenerator(seed: seed << 8 | number))
        group.addTask {
          var worker = worker
          for _ in 0..<350 { try await worker.step() }
        }
      }
      try await group.waitForAll()
    }
    var receipts: [ValueReceipt] = []
    for id in Set(journal.state.withLock { $0.sent }.map(\.id)) {
      let settled = try await market.store.settle(id)
      journal.record(id, settled, true)
      if case .done(let receipt) = settled { receipts.append(receipt) }
    }
    try await market.expectCleanBooks()
    for character in characters { try await replay(receipts, of: character, in: market) }
    try await replayGround(receipts, in: market)
    // The run did what it is for.
    let state = journal.state.withLock { $0 }
    let refused = state.results.values.count { if case .refused = $0 { true } else { false } }
    let aborted = state.results.values.count { $0 == .aborted }
    #expect(receipts.count > 150 && refused > 20 && aborted > 10, "\(receipts.count) \(refused)")
    #expect(state.repeated > 100 && state.stale > 20 && state.forgotten > 50)
  }

  private func replay(
    _ receipts: [ValueReceipt], of character: CharacterID, in market: Market
  ) async throws {
    let changes = receipts.compactMap { $0.change(of: character) }
      .sorted { $0.valueVersion < $1.valueVersion }
    #expect(
      changes.map(\.valueVersion.rawValue) == (0..<changes.count).map { UInt64($0 + 1) },
      "a version is missing or was given twice")
    var items: [ItemID: ItemRow] = [:]
    for change in changes {
      for item in change.items { items[item.id] = item }
      for item in change.gone {
        #expect(items.removeValue(forKey: item) != nil, "what was not there is gone")
      }
    }
    let owned = try await market.belongings(character)
    #expect(owned.items == items.values.sorted { $0.id < $1.id })
    #expect(owned.gold == changes.last?.gold ?? 0)
    #expect(owned.items.count <= Int(Market.terms.slotsMax))
    #expect(owned.valueVersion.rawValue == UInt64(changes.count))
  }

  /// An item may come to lie more than once, but it is lifted once less or as often.
  private func replayGround(_ receipts: [ValueReceipt], in market: Market) async throws {
    var times: [ItemID: Int] = [:]
    for receipt in receipts {
      for item in receipt.appeared { times[item.id, default: 0] += 1 }
      for item in receipt.lifted { times[item, default: 0] -= 1 }
    }
    #expect(times.values.allSatisfy { $0 == 0 || $0 == 1 })
    let lying = times.filter { $0.value == 1 }.keys.sorted()
    #expect(try await market.store.groundItems(of: market.ground.region).map(\.id) == lying)
  }
}
