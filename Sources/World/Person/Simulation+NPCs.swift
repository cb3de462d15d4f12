import Model

extension Simulation {
  /// The shop that an NPC keeps, of this region or as near as ghosts are; nil for everybody else.
  public func shop(of entity: EntityID) -> ShopNumber? {
    for post in places.npcs where name(of: post) == entity {
      return post.shop == .none ? nil : post.shop
    }
    return nil
  }

  /// Those who keep a shop here or as near as ghosts are, in the order of the map.
  public func keepers(of shop: ShopNumber) -> [EntityID] {
    guard shop != .none else { return [] }
    return places.npcs.filter { $0.shop == shop }.compactMap { name(of: $0) }
  }

  /// How many NPCs stand in the region; ghosts do not count.
  public var npcCount: Int { npcsPresent }

  private func name(of post: NPCPost) -> EntityID? {
    grid.region(at: post.position).map { .npc(region: $0, number: post.number) }
  }

  /// Puts everybody at their posts, at the beginning. There is room but in a table smaller than
  /// content is checked for: who does not fit is counted.
  mutating func takePosts() {
    for post in places.npcs where bounds.contains(post.position) {
      guard npcsPresent < Limits.npcsMax, let id = name(of: post), residents.index(of: id) == nil,
        let slot = residents.take(id, as: .owned)
      else {
        counters.npcsRefused += 1
        continue
      }
      npcsPresent += 1
      residents.records[slot].kind = .npc
      residents.records[slot].definition = DefinitionNumber(post.number)
      residents.place(slot, at: post.position, facing: post.facing)
      residents.show(Condition(), of: slot)
    }
  }
}
