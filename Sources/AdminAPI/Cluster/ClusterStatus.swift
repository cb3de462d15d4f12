import Foundation

/// The state of a whole cluster as `GET /api/cluster` shows it. Times are milliseconds.
public struct ClusterStatus: Hashable, Sendable, Codable {
  /// A process, whatever its role. Figures of one that did not answer are nil.
  public struct Node: Hashable, Sendable, Codable {
    public var name: String
    /// It has a lease.
    public var alive: Bool
    /// Which run of it, in microseconds since 1970.
    public var incarnation: UInt64?
    /// Where its mesh listens.
    public var address: String?
    public var uptimeMs: UInt64?
    public var memoryBytes: UInt64?
    public var cpuMs: UInt64?
  }

  /// A shard: the fields of `node` and these stand side by side.
  public struct Shard: Hashable, Sendable, Codable {
    public var node: Node
    public var regions: Int?
    public var players: Int?
    public var handoffs: Handoffs?

    enum CodingKeys: CodingKey { case regions, players, handoffs }
  }

  /// A gateway: the fields of `node` and these stand side by side.
  public struct Gateway: Hashable, Sendable, Codable {
    public var node: Node
    public var sessions: Int?
    public var connections: Int?

    enum CodingKeys: CodingKey { case sessions, connections }
  }

  public struct Handoffs: Hashable, Sendable, Codable {
    public var started: UInt64 = 0
    public var completed: UInt64 = 0
    public var refused: UInt64 = 0
    public var crossShard: UInt64 = 0
  }

  /// A region. Its figures are nil while no shard reports it.
  public struct Region: Hashable, Sendable, Codable {
    /// `map:column,row`.
    public var id: String
    public var map: Int
    public var column: Int
    public var row: Int
    /// Who simulates it; nil: nobody.
    public var shard: String?
    /// Who should, by the plan.
    public var planned: String?
    public var epoch: UInt64
    public var players: Int?
    public var ghosts: Int?
    public var tick: UInt64?
    public var tickP50Ms: Double?
    public var tickP99Ms: Double?
    public var tickMaxMs: Double?
    public var handoffsPending: Int?
    /// Movements far from a player are told every so many ticks; more than 1 under load.
    public var farUpdateTicks: Int?
    /// How fast game time goes, 1 ... 100: less than 100 under load.
    public var timePercent: Int?
    /// Those who wait in line to log in, and at its borders, because it is full or overloaded.
    public var queuedLogin: Int?
    public var queuedBorder: Int?
  }

  public struct Totals: Hashable, Sendable, Codable {
    public var shards = 0
    public var gateways = 0
    public var regions = 0
    public var regionsWithoutShard = 0
    public var players = 0
    public var sessions = 0
    public var connections = 0
    public var handoffs = Handoffs()
  }

  public var schema = "pangea.cluster/1"
  /// How long a tick may take: 20 a second.
  public var tickBudgetMs: Double = 50
  /// Milliseconds since 1970.
  public var collectedAt: Int64
  public var shards: [Shard]
  public var gateways: [Gateway]
  public var admins: [Node]
  public var regions: [Region]
  public var totals: Totals
  /// Nodes that should be there (they have a lease, or own or are to own regions) and did not answer.
  public var unreachable: [String]

  /// One JSON object with names in snake case; what is not known is left out.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }
}
