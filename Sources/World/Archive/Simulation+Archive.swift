import Model

/// How much of a region an archive holds.
public enum ArchiveScope: UInt8, Hashable, Sendable {
  /// Everything, for a region that moves to another process: the next step there is the one that
  /// would have been here.
  case whole = 1
  /// What comes back after a crash: creatures and their timers. Players and what lies on the ground
  /// come from storage, ghosts from the neighbours, NPCs and chests from the map.
  case checkpoint = 2
}

/// The state of a simulation as bytes. Little-endian; counts are u32.
///
/// ```
/// version u16 | scope u8 | region u32 | content u64 | tick u64
/// | random u64 | restored second u64 | creature counter u64 | may walk u8
/// | generations of all slots: u16
/// | slots: slot u16, who and how (see `add(slot:)`)
/// | seats: brain (see `add(brain:)`), next look u64
/// | items on the ground: see `add(pile:)`, when something is next to be done with them u64
/// | chests: slot u16, open until u64
/// | flights | held deeds | walks that wait: slot u16
/// | digest of all that u64
/// ```
extension Simulation {
  /// What `restored(from:)` of this code reads. Another version is refused, and the region starts
  /// from what storage has.
  public static let archiveVersion: UInt16 = 1

  /// Everything that the next steps depend on, or the part of it that outlives a crash. Empty
  /// before the first step: there is nothing yet that a new simulation would not have.
  public func archived(_ scope: ArchiveScope) -> [UInt8] {
    guard let tick else { return [] }
    var archive = ArchiveWriter()
    archive.add(Self.archiveVersion)
    archive.add(scope.rawValue)
    archive.add(region.rawValue)
    archive.add(contentDigest)
    archive.add(tick.rawValue)
    archive.add(random.state)
    archive.add(restoredSecond)
    archive.add(creatures.counter)
    archive.add(plans.mayWalk)
    archive.add(0..<(scope == .whole ? residents.count : 0)) { archive, slot in
      archive.add(residents.records[slot].generation)
    }
    let kept = (0..<residents.count).filter { isKept($0, scope) }
    archive.add(kept) { archive, slot in add(slot: slot, to: &archive) }
    archive.add(creatures.brains.indices) { archive, seat in
      archive.add(brain: creatures.brains[seat])
      archive.add(creatures.thinkAt[seat])
    }
    archive.add(scope == .whole ? ground.piles : []) { $0.add(pile: $1) }
    archive.add(scope == .whole ? ground.nextAt : .max)
    archive.add(chests.list) {
      $0.add(scope == .whole ? $1.slot : Chests.nowhere)
      $0.add($1.opensUntil)
    }
    archive.add(flights) { $0.add(flight: $1) }
    archive.add(scope == .whole ? held : []) { $0.add(deed: $1) }
    archive.add(plans.waiting.filter { isKept(Int($0), scope) }) { $0.add($1) }
    return archive.sealed()
  }

  private func isKept(_ slot: Int, _ scope: ArchiveScope) -> Bool {
    switch residents.tenure[slot] {
    case .free: false
    case .ghost: scope == .whole
    case .owned: scope == .whole || residents.records[slot].kind == .creature
    }
  }

  /// A digest of the game data that the numbers in an archive refer to.
  var contentDigest: UInt64 {
    var hash = StateHash()
    hash.add(creatures.brains.count)
    for spawn in places.spawns {
      hash.add(spawn.creature.rawValue)
      hash.add(position: spawn.position)
      hash.add(spawn.countMax)
    }
    for chest in places.chests {
      hash.add(chest.number.rawValue)
      hash.add(position: chest.position)
    }
    for post in places.npcs {
      hash.add(post.number.rawValue)
      hash.add(position: post.position)
    }
    return hash.value
  }

  private func add(slot: Int, to archive: inout ArchiveWriter) {
    let record = residents.records[slot]
    archive.add(UInt16(slot))
    archive.add(record.id.rawValue)
    archive.add(record.kind.rawValue)
    archive.add(residents.tenure[slot].rawValue)
    archive.add(residents.position(slot))
    archive.add(residents.facing[slot])
    archive.add(motion: record.motion)
    archive.add(record.speed)
    archive.add(record.isFrozen)
    archive.add(record.source.rawValue)
    archive.add(record.expires)
    archive.add(record.definition.rawValue)
    archive.add(record.seat)
    archive.add(record.isHeldByPortal)
    archive.add(record.isReviving)
    archive.add(record.conduct.window)
    archive.add(record.conduct.counts) { $0.add($1) }
    archive.add(record.announcement != nil)
    if let announcement = record.announcement {
      archive.add(announcement.source.rawValue)
      archive.add(announcement.position)
      archive.add(announcement.facing)
    }
    archive.add(condition: residents.conditions[slot])
    if residents.tenure[slot] == .owned { archive.add(vitals: residents.vitals[slot]) }
    archive.add(walk: residents.walks[slot])
  }
}

extension ArchiveWriter {
  fileprivate mutating func add(motion: Motion) {
    switch motion {
    case .standing: add(UInt8(0))
    case .heading(let dx, let dy):
      add(UInt8(1))
      add(dx)
      add(dy)
    case .walking(let target):
      add(UInt8(2))
      add(target)
    }
  }

  fileprivate mutating func add(condition: Condition) {
    add(condition.health255)
    add(condition.level)
    add(condition.state.rawValue)
  }

  fileprivate mutating func add(vitals: Vitals) {
    add(vitals.health)
    add(vitals.healthMax)
    add(vitals.mana)
    add(vitals.manaMax)
    add(vitals.level)
    add(vitals.experience)
    add(vitals.kills)
    add(vitals.ready) {
      $0.add($1.skill.rawValue)
      $0.add($1.at.rawValue)
    }
    add(vitals.respawnAt)
    add(vitals.foughtAt)
  }

  fileprivate mutating func add(walk: Walk) {
    add(walk.isComplete)
    add(walk.isQueued)
    add(walk.stalls)
    add(walk.next)
    add(0..<Int(walk.count)) { $0.add(walk.waypoints[$1]) }
  }

  fileprivate mutating func add(brain: Brain) {
    add(brain.slot)
    add(brain.epoch.rawValue)
    add(brain.counter)
    add(brain.isDead)
    add(brain.mood.rawValue)
    add(brain.since)
    add(brain.thoughtAt)
    add(brain.home)
    add(brain.chasedFrom)
    add(brain.target?.rawValue ?? 0)
    add(brain.goal)
    add(brain.goalAt)
    add(UInt32(clamping: brain.waypoint))
    add(brain.isGoingBack)
    add(brain.actAt)
    add(brain.strikeAt)
    add(brain.threats.list) {
      $0.add($1.id.rawValue)
      $0.add($1.damage)
    }
  }

  fileprivate mutating func add(pile: Ground.Pile) {
    add(pile.id.rawValue)
    add(pile.item.rawValue)
    add(pile.count)
    add(pile.position)
    add(pile.decaysAt)
    add(pile.slot)
  }

  fileprivate mutating func add(flight: Flight) {
    add(flight.blow.source.rawValue)
    add(flight.blow.level)
    add(flight.blow.origin)
    add(flight.blow.skill.rawValue)
    add(flight.blow.attack)
    add(flight.target.rawValue)
    add(flight.arrivesAt)
  }

  fileprivate mutating func add(deed: BorderDeed) {
    add(deed.source.rawValue)
    add(deed.level)
    add(deed.origin)
    add(deed.target.rawValue)
    add(deed.skill.rawValue)
    add(deed.hops)
    switch deed.kind {
    case .damage(let amount, let element):
      add(UInt8(0))
      add(amount)
      add(element.rawValue)
    case .heal(let amount):
      add(UInt8(1))
      add(amount)
    case .push(let distance):
      add(UInt8(2))
      add(distance)
    case .reward(let experience):
      add(UInt8(3))
      add(experience)
    case .open: add(UInt8(4))
    }
  }
}
