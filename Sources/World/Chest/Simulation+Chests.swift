import Model

extension Simulation {
  /// How many chests stand in the region; ghosts do not count.
  public var chestCount: Int { chests.present }

  /// Lists the chests of the map that stand here: closed, and not among the entities yet.
  mutating func listChests() {
    assert(chests.list.isEmpty)
    for place in places.chests where bounds.contains(place.position) {
      chests.list.append(Chests.Chest(place: place, slot: Chests.nowhere))
    }
  }

  /// Gives chests their places among the entities.
  mutating func showChests() {
    for index in chests.list.indices where chests.list[index].slot == Chests.nowhere {
      let place = chests.list[index].place
      let id = EntityID.chest(region: region, number: place.number)
      guard chests.present < Limits.chestsMax, residents.index(of: id) == nil,
        let slot = residents.take(id, as: .owned)
      else {
        counters.chestsRefused += 1
        continue
      }
      chests.list[index].slot = UInt16(slot)
      chests.present += 1
      residents.records[slot].kind = .chest
      residents.records[slot].definition = DefinitionNumber(place.number)
      residents.place(slot, at: place.position, facing: 64)
      let isOpen = chests.list[index].opensUntil > 0
      residents.show(Condition(state: isOpen ? .open : []), of: slot)
    }
  }

  /// Opens a closed chest, here or by way of the neighbour whose it is. Whoever asks has seen that
  /// the character reaches it: that one may belong to the next region.
  mutating func open(_ id: EntityID, by character: EntityID) {
    guard let slot = residents.index(of: id), residents.tenure[slot] != .free,
      residents.records[slot].kind == .chest
    else { return ignore() }
    guard residents.tenure[slot] == .ghost else { return open(slot: slot, by: character) }
    let opener = residents.index(of: character)
    resolve(
      BorderDeed(
        source: character, level: 0,
        origin: residents.position(opener ?? slot), target: id, skill: .none, kind: .open))
  }

  /// Opens a chest of this region: what is in it falls out. One that is open already stays so.
  mutating func open(slot: Int, by character: EntityID) {
    guard let tick, let index = chests.list.firstIndex(where: { $0.slot == UInt16(slot) }),
      chests.list[index].opensUntil == 0
    else { return ignore() }
    let id = residents.records[slot].id
    let place = chests.list[index].place
    let until = tick.rawValue.addingReportingOverflow(max(1, place.respawnTicks))
    chests.list[index].opensUntil = until.overflow ? .max : until.partialValue
    chests.schedule()
    residents.show(Condition(state: .open), of: slot)
    counters.chestsOpened += 1
    guard let table = rules.items.lootTable(place.loot) else { return }
    let counter = creatures.counter
    creatures.counter += 1
    leave(
      table,
      Loot(
        source: id, region: region, epoch: epoch, counter: counter, position: place.position,
        killer: character, drops: []))
  }

  /// Closes those whose time it is.
  mutating func closeChests(at tick: Tick) {
    guard chests.nextAt <= tick.rawValue else { return }
    for index in chests.list.indices {
      let chest = chests.list[index]
      guard chest.opensUntil > 0, chest.opensUntil <= tick.rawValue else { continue }
      chests.list[index].opensUntil = 0
      if chest.slot != Chests.nowhere { residents.show(Condition(), of: Int(chest.slot)) }
    }
    chests.schedule()
  }
}
