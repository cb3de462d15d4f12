import Cluster
import Model
import NIOCore
import Storage
import Wire
import World

/// Two players show each other what they would give, before either proposes. Nothing is promised,
/// and what one changes makes void what both had proposed to each other.
extension Region {
  /// What of a player's draft the other one may see, or why it may not.
  func draft(
    _ wire: WireTradeDraft, by character: CharacterID, _ bag: Bag
  ) -> Result<TradeBook.Draft, TradeRefusal> {
    do throws(TradeRefusal) {
      switch wire.step {
      case .laid:
        let other = try partner(wire.entity, of: character)
        let goods = try self.goods(wire.give, in: bag)
        guard wire.giveGold <= bag.known?.gold ?? 0 else { throw TradeRefusal(.notEnoughGold) }
        return .success(
          TradeBook.Draft(other: other, step: .laid, goods: goods, gold: wire.giveGold))
      case .stays, .left:
        // Also out of reach: who goes says so.
        guard EntityID(wire.entity).isCharacter, wire.entity != character.rawValue else {
          throw .badRequest
        }
        return .success(
          TradeBook.Draft(other: CharacterID(wire.entity), step: wire.step, goods: [], gold: 0))
      case .done, .unknown: throw .badRequest
      }
    } catch {
      return .failure(error)
    }
  }

  /// Shows the other one, wherever it stands.
  func show(_ draft: TradeBook.Draft, _ request: ValueRequest, of character: CharacterID) {
    if draft.step != .stays { trades.withdraw(character, from: draft.other) }
    guard let region = simulation.holder(of: EntityID(draft.other)) else {
      return finish(request, of: character, .notThere)
    }
    trades.asked[character] = TradeBook.Asked(
      request: request, proposal: nil, region: region,
      gaveUpAt: Tick(lastTick.rawValue + TradeBook.answerTicks))
    let name = RequestName(
      character: character, login: request.login, number: request.number)
    send(
      .tradeShow(
        TradeShow(
          region: region, source: id, request: name, name: residents[character]?.name ?? "",
          other: draft.other, step: draft.step, give: draft.goods, giveGold: draft.gold)),
      to: region)
  }

  /// Somebody shows one of our players what it would give.
  func hear(_ show: TradeShow) {
    let other = show.request.character
    guard residents[show.other] != nil else {
      return reply(.gone, to: show.request, of: show.source, by: show.other)
    }
    if show.step != .stays { trades.withdraw(show.other, from: other) }
    tell(
      .tradeTable(
        WireTradeTable(
          entity: other.rawValue, name: show.name, step: show.step, give: show.give,
          giveGold: show.giveGold)), to: show.other)
    reply(.proposed, to: show.request, of: show.source, by: show.other)
  }
}
