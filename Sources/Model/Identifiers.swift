/// A map of the world: one Tiled map, cut into a grid of regions.
public struct MapID: Hashable, Comparable, Sendable, Codable {
  /// 0 ... 65,535; written in the content manifest.
  public let rawValue: UInt16

  public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// One cell of a map's grid of regions. It never changes, whoever simulates the region.
///
/// Packed as `map << 16 | row << 8 | column`, so ids of one map sort row by row.
public struct RegionID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public init(map: MapID, column: UInt8, row: UInt8) {
    rawValue = UInt32(map.rawValue) << 16 | UInt32(row) << 8 | UInt32(column)
  }

  public var map: MapID { MapID(UInt16(rawValue >> 16)) }
  public var column: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
  public var row: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 8) }

  /// `map:column,row`, as logs and the console show it.
  public var description: String { "\(map.rawValue):\(column),\(row)" }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The number of a shard process: 1 for `shard-1`. It survives restarts; an `Incarnation` does not.
public struct ShardID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  public let rawValue: UInt32

  public init(_ rawValue: UInt32) { self.rawValue = rawValue }

  public var description: String { "shard-\(rawValue)" }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The number of a gateway process: 1 for `gateway-1`.
public struct GatewayID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  public let rawValue: UInt32

  public init(_ rawValue: UInt32) { self.rawValue = rawValue }

  public var description: String { "gateway-\(rawValue)" }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The number of an admin process: 1 for `admin-1`.
public struct AdminID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  public let rawValue: UInt32

  public init(_ rawValue: UInt32) { self.rawValue = rawValue }

  public var description: String { "admin-\(rawValue)" }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A process of the cluster as the mesh addresses it.
public enum NodeID: Hashable, Sendable, CustomStringConvertible {
  case shard(ShardID)
  case gateway(GatewayID)
  case admin(AdminID)

  /// `shard-1`, `gateway-2`, `admin-1`: the name used in logs, metrics and Redis keys.
  public var description: String {
    switch self {
    case .shard(let id): id.description
    case .gateway(let id): id.description
    case .admin(let id): id.description
    }
  }

  /// Reads what `description` writes.
  public init?(_ name: some StringProtocol) {
    guard let dash = name.lastIndex(of: "-"),
      let number = UInt32(name[name.index(after: dash)...]), number > 0
    else { return nil }
    switch name[..<dash] {
    case "shard": self = .shard(ShardID(number))
    case "gateway": self = .gateway(GatewayID(number))
    case "admin": self = .admin(AdminID(number))
    default: return nil
    }
  }
}

/// One run of a process: a later run of the same shard has a larger number.
///
/// Microseconds since 1970 at the start of the process, so restarts order themselves.
public struct Incarnation: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// An account of a player, issued by storage.
public struct AccountID: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A character, issued by storage. It is also the id of the character's entity in the world.
public struct CharacterID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public var description: String { "character-\(rawValue)" }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Names one attempt to hand a character over; a second attempt has a new id.
public struct HandoffID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The region that offers, and the epoch at which it does.
  public let source: RegionID
  public let epoch: Epoch
  /// Counts the offers of that region at that epoch.
  public let counter: UInt64

  public init(source: RegionID, epoch: Epoch, counter: UInt64) {
    self.source = source
    self.epoch = epoch
    self.counter = counter
  }

  public var description: String { "\(source)@\(epoch.rawValue)#\(counter)" }

  public static func < (a: Self, b: Self) -> Bool {
    (a.source, a.epoch, a.counter) < (b.source, b.epoch, b.counter)
  }
}
