import Model

/// A part of a map where other rules hold.
public struct Zone: Hashable, Sendable {
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// Nobody is hurt here, and creatures do not follow.
    case safe
    /// As anywhere; named, so that players are told.
    case danger
  }

  public var bounds: Rectangle
  public var kind: Kind

  public init(bounds: Rectangle, kind: Kind) {
    self.bounds = bounds
    self.kind = kind
  }
}

/// Who steps into it stands elsewhere a moment later.
public struct Portal: Hashable, Sendable {
  public var bounds: Rectangle
  /// On the same map.
  public var destination: Position

  public init(bounds: Rectangle, destination: Position) {
    self.bounds = bounds
    self.destination = destination
  }
}

/// What designers placed on a map that the rules act on.
public struct Places: Hashable, Sendable {
  public var spawns: [CreatureSpawn]
  public var zones: [Zone]
  public var portals: [Portal]
  /// Where NPCs stand, in the order of their numbers.
  public var npcs: [NPCPost]
  /// Where chests stand, in the order of their numbers.
  public var chests: [ChestPlace]
  /// Where the dead come back to life; nil: where they lie.
  public var sanctuary: Position?

  public init(
    spawns: [CreatureSpawn] = [], zones: [Zone] = [], portals: [Portal] = [],
    npcs: [NPCPost] = [], chests: [ChestPlace] = [], sanctuary: Position? = nil
  ) {
    self.spawns = spawns
    self.zones = zones
    self.portals = portals
    self.npcs = npcs
    self.chests = chests
    self.sanctuary = sanctuary
  }

  /// What of it concerns one region: its own spawn points and chests; zones, portals and NPCs that its
  /// entities may reach.
  public func concerning(_ region: Rectangle, reach: Rectangle) -> Places {
    Places(
      spawns: spawns.filter { region.contains($0.position) },
      zones: zones.filter { $0.bounds.overlaps(reach) },
      portals: portals.filter { $0.bounds.overlaps(reach) },
      npcs: npcs.filter { reach.contains($0.position) },
      chests: chests.filter { region.contains($0.position) }, sanctuary: sanctuary)
  }
}

extension Rectangle {
  func overlaps(_ other: Rectangle) -> Bool {
    minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
  }
}
