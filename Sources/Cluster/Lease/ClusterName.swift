import Model

/// The name of a cluster: what keeps several apart that share a Redis or a network.
public struct ClusterName: Hashable, Sendable, CustomStringConvertible {
  public let rawValue: String

  /// - Parameter name: 1 ... `ClusterLimits.clusterNameBytesMax` of `a-z A-Z 0-9 - _ .`; nil for any
  ///   other.
  public init?(_ name: String) {
    guard (1...ClusterLimits.clusterNameBytesMax).contains(name.utf8.count),
      name.utf8.allSatisfy({ Self.isAllowed($0) })
    else { return nil }
    rawValue = name
  }

  public var description: String { rawValue }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }
}

/// The keys and channels of one cluster in Redis.
///
/// All share one hash tag, so that scripts run on one Redis, on Sentinel and on Cluster alike.
public struct ClusterKeys: Hashable, Sendable {
  private let tag: String

  public init(cluster: ClusterName) { tag = "{pangea:\(cluster)}" }

  /// Where all of them are in a Redis Cluster: it has one owner at a time, who alone is asked.
  public var slot: RedisSlot { RedisSlot(of: tag) }

  /// A random word that an emptied Redis does not have any more: which data set is this?
  public var generation: String { "\(tag):generation" }
  /// The names of the nodes that have or had a lease.
  public var nodes: String { "\(tag):nodes" }
  /// Before a node's name: its lease, whose value is its record.
  public var nodePrefix: String { "\(tag):node:" }
  public var nodesChannel: String { "\(tag):nodes:changed" }
  /// Hash: region → record.
  public var directory: String { "\(tag):directory" }
  public var directoryVersion: String { "\(tag):directory:version" }
  public var directoryChannel: String { "\(tag):directory:changed" }
  public var plan: String { "\(tag):plan" }
  public var planChannel: String { "\(tag):plan:changed" }
  /// Who plans for the cluster: the shard that holds it.
  public var placementLease: String { "\(tag):planner" }
  /// What the regions of a shard cost, while it lives.
  public func loads(of shard: ShardID) -> String { "\(tag):loads:\(shard)" }
}

/// Numbers in a form that Lua, whose numbers are floating point, can compare: 20 decimal digits.
enum FencingText {
  static let digits = 20

  static func encode(_ number: UInt64) -> String {
    let text = String(number)
    return String(repeating: "0", count: digits - text.utf8.count) + text
  }

  static func decode(_ text: some StringProtocol) -> UInt64? {
    guard text.utf8.count == digits, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return UInt64(text)
  }
}
