import Cluster
import Model
import NIOCore
import Storage
import Wire
import World

/// What players wish about what they own: judged by what the world knows, done by storage.
extension Region {
  /// What becomes of a wish.
  enum Judgement {
    case ask(ValueAction)
    /// Once storage says that it was not done before.
    case refuse(ValueAnswer.Code)
    case answer(ValueAnswer.Code)
    case tellBelongings
    case readMail
    case trade(TradeBook.Proposal)
    case show(TradeBook.Draft)
  }

  func judge(_ wish: ValueRequest.Wish, of character: CharacterID, _ bag: Bag) -> Judgement {
    switch wish {
    case .askBelongings: .tellBelongings
    case .askMail: .readMail
    case .pickUp(let entity): judgePickUp(EntityID(entity), by: character)
    case .drop(let item, let count): judgeDrop(item, count, by: character, bag)
    case .use(let item): judgeUse(item, by: character, bag)
    case .buy(let entity, let definition, let count):
      judgePurchase(of: definition, count, from: EntityID(entity), by: character)
    case .sell(let entity, let item, let count):
      judgeSale(of: item, count, to: EntityID(entity), by: character, bag)
    case .openChest(let entity): judgeChest(EntityID(entity), by: character)
    case .sendMail(let draft): judgeLetter(draft, by: character, bag)
    case .takeMail(let mail): .ask(.takeMail(mail, by: character, terms))
    case .trade(let trade):
      switch proposal(trade, by: character, bag) {
      case .success(let proposal): .trade(proposal)
      case .failure(let refusal): .refuse(refusal.code)
      }
    case .tradeDraft(let draft):
      switch self.draft(draft, by: character, bag) {
      case .success(let draft): .show(draft)
      case .failure(let refusal): .refuse(refusal.code)
      }
    }
  }

  private var items: ItemRules { simulation.rules.items }

  /// How every bag takes things in.
  var terms: ItemTerms {
    ItemTerms(
      stackMax: Dictionary(
        items.items.map { ($0.kind, $0.stackMax) }, uniquingKeysWith: { $1 }),
      slotsMax: items.bagCapacity)
  }

  private func definition(of item: ItemID, in bag: Bag) -> ItemDefinition? {
    bag.item(item).flatMap { items.number(of: $0.kind) }.flatMap(items.item)
  }

  private func obstacle(_ character: CharacterID, to entity: EntityID) -> ValueAnswer.Code? {
    ValueAnswer.Code(simulation.canReach(character: EntityID(character), entity: entity))
  }

  private func judgePickUp(_ entity: EntityID, by character: CharacterID) -> Judgement {
    guard let item = entity.item else { return .refuse(.badRequest) }
    if let code = obstacle(character, to: entity) { return .refuse(code) }
    let owner = simulation.holder(of: entity) ?? id
    return .ask(.pickUp(item, from: owner, by: character, terms))
  }

  private func judgeDrop(
    _ item: ItemID, _ count: UInt32, by character: CharacterID, _ bag: Bag
  ) -> Judgement {
    guard let definition = definition(of: item, in: bag) else { return .refuse(.notYours) }
    guard definition.isTradable else { return .refuse(.notTradable) }
    guard let place = simulation.placeToDrop(by: EntityID(character)) else {
      return .refuse(.notWhileDead)
    }
    return .ask(
      .drop(
        ItemPortion(item: item, count: count), by: character,
        at: simulation.grid.region(at: place) ?? id, place))
  }

  private func judgeUse(_ item: ItemID, by character: CharacterID, _ bag: Bag) -> Judgement {
    guard let row = bag.item(item), let number = items.number(of: row.kind) else {
      return .refuse(.notYours)
    }
    switch simulation.consumption(of: number, by: EntityID(character)) {
    case .ready: return .ask(.consume(ItemPortion(item: item, count: 1), by: character))
    case .dead, .away: return .refuse(.notWhileDead)
    case .level: return .refuse(.levelTooLow)
    case .useless: return .refuse(.useless)
    }
  }

  private func judgePurchase(
    of definition: UInt32, _ count: UInt32, from keeper: EntityID, by character: CharacterID
  ) -> Judgement {
    if let code = obstacle(character, to: keeper) { return .refuse(code) }
    guard let number = UInt16(exactly: definition).map({ ItemNumber($0) }),
      let item = items.item(number),
      let good = simulation.shop(of: keeper).flatMap(items.shop)?.good(number)
    else { return .refuse(.notSoldHere) }
    return .ask(
      .buy(
        NewItem(kind: item.kind, count: count), price: UInt64(good.price) * UInt64(count),
        by: character, terms))
  }

  private func judgeSale(
    of item: ItemID, _ count: UInt32, to keeper: EntityID, by character: CharacterID, _ bag: Bag
  ) -> Judgement {
    if let code = obstacle(character, to: keeper) { return .refuse(code) }
    guard let definition = definition(of: item, in: bag) else { return .refuse(.notYours) }
    guard simulation.shop(of: keeper) != nil, definition.sellPrice > 0 else {
      return .refuse(.notSoldHere)
    }
    return .ask(
      .sell(
        ItemPortion(item: item, count: count),
        price: UInt64(definition.sellPrice) * UInt64(count), by: character))
  }

  /// A chest is opened by its own region, ours or a neighbour; what was in it falls out there.
  private func judgeChest(_ chest: EntityID, by character: CharacterID) -> Judgement {
    if let code = obstacle(character, to: chest) { return .answer(code) }
    guard chest.isChest else { return .answer(.badRequest) }
    return .answer(.done)
  }

  private func judgeLetter(
    _ draft: WireLetterDraft, by character: CharacterID, _ bag: Bag
  ) -> Judgement {
    var portions: [ItemPortion] = []
    if let item = draft.item {
      guard let definition = definition(of: item, in: bag) else { return .refuse(.notYours) }
      guard definition.isTradable else { return .refuse(.notTradable) }
      portions.append(ItemPortion(item: item, count: draft.count))
    }
    return .ask(
      .sendMail(
        MailDraft(
          recipient: draft.to, subject: draft.subject, text: draft.text, items: portions,
          gold: draft.gold), by: character))
  }
}
