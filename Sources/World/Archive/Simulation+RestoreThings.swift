import Model

/// What stands still comes back.
extension Simulation {
  /// Every item in the table of entities is one of the ground's, and the other way round.
  mutating func restoreGround(from reader: inout ArchiveReader) throws(ArchiveError) {
    for _ in 0..<(try reader.count(max: Limits.groundItemsMax)) {
      let pile = Ground.Pile(
        id: ItemID(try reader.next()), item: ItemNumber(try reader.next()),
        count: try reader.next(), position: try reader.position(), decaysAt: try reader.next(),
        slot: try reader.next())
      guard pile.id.rawValue < 1 << 62, ground.index(of: pile.id) == nil, isInPlace(pile) else {
        throw .damaged
      }
      ground.append(pile)
    }
    ground.nextAt = try reader.next()
    let items = (0..<residents.count).count {
      residents.tenure[$0] == .owned && residents.records[$0].kind == .item
    }
    guard items == ground.present else { throw .damaged }
  }

  private func isInPlace(_ pile: Ground.Pile) -> Bool {
    guard pile.slot != Ground.unseen else { return true }
    let slot = Int(pile.slot)
    return slot < residents.count && residents.tenure[slot] == .owned
      && residents.records[slot].kind == .item && residents.records[slot].id == .item(pile.id)
  }

  /// As many as the map has in this region; every chest in the table of entities is one of them.
  mutating func restoreChests(from reader: inout ArchiveReader) throws(ArchiveError) {
    listChests()
    guard try reader.count(max: chests.list.count) == chests.list.count else { throw .damaged }
    for index in chests.list.indices {
      chests.list[index].slot = try reader.next()
      chests.list[index].opensUntil = try reader.next()
      guard chests.list[index].slot != Chests.nowhere else { continue }
      let slot = Int(chests.list[index].slot)
      let id = EntityID.chest(region: region, number: chests.list[index].place.number)
      guard slot < residents.count, residents.tenure[slot] == .owned,
        residents.records[slot].kind == .chest, residents.records[slot].id == id
      else { throw .damaged }
      chests.present += 1
    }
    chests.schedule()
    let standing = (0..<residents.count).count {
      residents.tenure[$0] == .owned && residents.records[$0].kind == .chest
    }
    guard standing == chests.present else { throw .damaged }
  }
}
