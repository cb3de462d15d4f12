import Cluster
import Model
import Wire
import World

/// Operators order, and the region that holds the character does it: once, however the character
/// goes about.
extension Region {
  /// Before the world's step: begins with what waits for somebody who is here and free, and goes on
  /// with what somebody brought along.
  func followOrders() {
    guard !orders.isIdle, let desk = services.orders else { return }
    let now = desk.now
    for order in orders.open {
      guard case .character(let character)? = order.scope, residents[character] != nil,
        simulation.isOwned(EntityID(character))
      else { continue }
      if let mark = orders.mark(order.id, of: character) {
        tell(of: mark, character, desk)
      } else if orders.hasBegun(order.id) {
        if now >= order.deadline { giveUp(order.id, character, desk) }
      } else if now < order.deadline, !orders.isFull(character) {
        begin(order, character, desk)
      }
    }
    let game = simulation.tick ?? lastTick
    if game.rawValue.isMultiple(of: Tick.perSecond) { orders.forget(now: now) }
  }

  /// What was done elsewhere, or by an earlier owner of this region, is told as soon as storage has
  /// it from here.
  private func tell(of mark: OrderMark, _ character: CharacterID, _ desk: OrderDesk) {
    guard !mark.isTold, !orders.hasBegun(mark.id), authority.valueRight(of: character) != nil,
      desk.begin(mark.id, by: id, isDone: true)
    else { return }
    orders.began(mark.id, of: character)
    authority.saveSoon(character)
  }

  private func begin(_ order: OperationOrder, _ character: CharacterID, _ desk: OrderDesk) {
    guard authority.valueRight(of: character) != nil, intents.count < World.Limits.intentsMax / 2,
      let deed = desk.deed(order), let slot = simulation.slot(of: EntityID(character))
    else { return }
    let vitals = simulation.vitals(at: slot.index)
    if case .adjust(let change) = deed, change.health != nil, vitals.isDead {
      desk.finish(order.id, .refused(.dead))
      return
    }
    guard !isSummoned(character), desk.begin(order.id, by: id, isDone: false) else { return }
    orders.began(order.id, of: character)
    switch deed {
    case .travel(let region, let place):
      intents.append(.summon(EntityID(character), to: region, at: place))
      guard region == id else {
        summons[character] = Summons(order: order, region: region, arrival: place)
        return
      }
      let before = CharacterBefore.text(of: id.map, simulation.pose(at: slot.index).position)
      did(order, to: character, before: before)
    case .adjust(let change):
      intents.append(.adjust(EntityID(character), change))
      did(order, to: character, before: CharacterBefore.text(of: vitals))
    }
  }

  private func did(_ order: OperationOrder, to character: CharacterID, before: String) {
    orders.did(order, to: character, before: before)
    authority.saveSoon(character)
  }

  private func isSummoned(_ character: CharacterID) -> Bool { summons[character] != nil }

  /// Its time is over. Somebody who is being offered may arrive yet.
  private func giveUp(_ id: AdminOperationID, _ character: CharacterID, _ desk: OrderDesk) {
    guard summons[character]?.order.id == id, authority.valueRight(of: character) != nil else {
      return
    }
    summons[character] = nil
    intents.append(.dismiss(EntityID(character)))
    orders.gaveUp(id)
    desk.letGo([id], by: self.id)
  }

  /// Somebody as it is offered to another region: with the mark of the order that sends it there.
  func offered(
    _ character: CharacterID, at slot: Slot, to region: RegionID, arrival: Position?
  ) -> CharacterState {
    var state = state(of: simulation.departing(at: slot))
    if let summons = summons[character], summons.region == region, summons.arrival == arrival {
      let before = CharacterBefore.text(of: id.map, simulation.pose(at: slot.index).position)
      state.orders.append(
        OrderMark(id: summons.order.id, until: summons.order.deadline, before: before))
    }
    return state
  }

  /// A character is not simulated here any more.
  func orderedLeft(_ character: CharacterID) {
    summons[character] = nil
    services.orders?.letGo(orders.left(character), by: id)
  }

  /// Storage has these characters as they were saved.
  func ordersStored(_ rows: [AuthorityRequest.Save]) {
    guard !orders.isIdle, let desk = services.orders else { return }
    for row in rows where !row.state.orders.isEmpty {
      for done in orders.stored(row.character, row.state.orders) {
        desk.finish(done.id, .changed(before: done.before))
      }
    }
  }

  /// Somebody is on the way to another region because an operator wants it there.
  struct Summons {
    let order: OperationOrder
    let region: RegionID
    let arrival: Position
  }
}
