import Model

extension Simulation {
  /// How many items lie in the region; ghosts do not count.
  public var groundItemCount: Int { ground.count }

  /// All that lies here, in the order in which it was laid: what a checkpoint remembers.
  public var groundItems: [GroundItem] {
    ground.piles.map { groundItem($0) }
  }

  /// What of an item lies here; nil when it does not, or only as a neighbour's.
  public func groundItem(_ id: ItemID) -> GroundItem? {
    ground.index(of: id).map { groundItem(ground.piles[$0]) }
  }

  private func groundItem(_ pile: Ground.Pile) -> GroundItem {
    GroundItem(
      id: pile.id, item: pile.item, count: pile.count, position: pile.position,
      since: Tick(pile.decaysAt - min(pile.decaysAt, rules.groundItemTicks)))
  }

  /// Lays down what storage says that the region owns. What lies here already stays as it is: its
  /// operation was repeated.
  ///
  /// At `Limits.groundItemsMax` the oldest goes, so that nothing that was just dropped is lost.
  mutating func lay(_ item: GroundItem) {
    guard let tick, ground.index(of: item.id) == nil else { return ignore() }
    if ground.count >= Limits.groundItemsMax, let oldest = ground.oldest {
      counters.groundItemsCrowdedOut += 1
      decay(oldest)
    }
    let since = min(item.since ?? tick, tick)
    let (end, isOver) = since.rawValue.addingReportingOverflow(rules.groundItemTicks)
    let place = reach.clamped(grid.bounds.clamped(item.position))
    let decaysAt = isOver ? .max : max(end, tick.rawValue + 1)
    let pile = Ground.Pile(
      id: item.id, item: item.item, count: max(1, item.count),
      position: freePlace(near: place) ?? place, decaysAt: decaysAt, slot: Ground.unseen)
    ground.append(pile)
    show(pile: ground.count - 1, at: tick.rawValue)
  }

  /// Gives an item its place among the entities, or tries again later when there is no room.
  private mutating func show(pile index: Int, at now: UInt64) {
    let pile = ground.piles[index]
    let id = EntityID.item(pile.id)
    let slot: Int
    if let present = residents.index(of: id) {
      // A neighbour's until now: it was taken up there and dropped here.
      assert(residents.tenure[present] == .ghost)
      residents.convert(present, to: .owned)
      slot = present
    } else if let taken = residents.take(id, as: .owned) {
      slot = taken
    } else {
      counters.groundItemsDelayed += 1
      ground.nextAt = min(ground.nextAt, now + Ground.retryTicks)
      return
    }
    residents.records[slot].kind = .item
    residents.records[slot].definition = DefinitionNumber(pile.item)
    residents.records[slot].motion = .standing
    residents.records[slot].speed = 0
    residents.records[slot].expires = .max
    residents.place(slot, at: pile.position, facing: 0)
    residents.show(Condition(level: UInt16(clamping: pile.count)), of: slot)
    ground.show(index, in: UInt16(slot))
  }

  /// Somebody has it now.
  mutating func lift(_ id: ItemID) {
    guard let index = ground.index(of: id) else { return ignore() }
    removePile(index)
  }

  private mutating func removePile(_ index: Int) {
    let pile = ground.remove(at: index)
    guard pile.slot != Ground.unseen else { return }
    assert(residents.records[Int(pile.slot)].id == .item(pile.id))
    residents.vacate(Int(pile.slot))
  }

  private mutating func decay(_ index: Int) {
    effects.append(.decayed(ground.piles[index].id))
    counters.groundItemsDecayed += 1
    removePile(index)
  }

  /// Takes away what has lain for too long, and shows what found no room before.
  mutating func clearGround(at tick: Tick) {
    guard ground.nextAt <= tick.rawValue else { return }
    var index = 0
    while index < ground.count {
      if ground.piles[index].decaysAt <= tick.rawValue {
        decay(index)
        continue
      }
      if ground.piles[index].slot == Ground.unseen { show(pile: index, at: tick.rawValue) }
      index += 1
    }
    ground.schedule(after: tick.rawValue)
  }

  // MARK: Where things fall

  /// Where a player of this region drops something: free ground at its feet, before it first, and
  /// where nothing lies when there is such a place. Nil when the player is not here or dead, or when
  /// so much lies here that other things would go.
  public func placeToDrop(by character: EntityID) -> Position? {
    guard let slot = playerIndex(of: character), !residents.vitals[slot].isDead,
      ground.count < Limits.groundItemsMax
    else { return nil }
    let feet = residents.position(slot)
    let ahead = (Int(residents.facing[slot]) + 16) / 32
    for turn in [0, 1, 7, 2, 6, 3, 5, 4] {
      let step = Self.around[(ahead + turn) % 8]
      let place = Position(
        x: feet.x + step.dx * Self.dropUnits * .one, y: feet.y + step.dy * Self.dropUnits * .one)
      if isDropPlace(place, seenFrom: feet), isBare(place) { return place }
    }
    return feet
  }

  /// A place for a drop around a body, by chance; the body's own when there is none.
  mutating func placeToFall(around body: Position) -> Position {
    let width = UInt32(2 * Self.scatterUnits * .one + 1)
    for _ in 0..<6 {
      let place = Position(
        x: body.x - Self.scatterUnits * .one + Fixed(random.below(width)),
        y: body.y - Self.scatterUnits * .one + Fixed(random.below(width)))
      if isDropPlace(place, seenFrom: body) { return place }
    }
    return body
  }

  private func isDropPlace(_ place: Position, seenFrom body: Position) -> Bool {
    reach.contains(place) && collision.isFree(place, halfWidth: halfWidth)
      && collision.hasSight(from: body, to: place)
  }

  private func isBare(_ place: Position) -> Bool {
    !ground.piles.contains { isNear($0.position, place, Self.dropUnits / 2 * .one) }
  }

  /// How far from its feet somebody drops things, and how far they scatter around a body.
  private static let dropUnits: Fixed = 20
  private static let scatterUnits: Fixed = 28

  /// The eight directions from the right on, clockwise as facings go.
  private static let around: [(dx: Fixed, dy: Fixed)] = [
    (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1),
  ]
}
