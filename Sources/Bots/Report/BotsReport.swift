/// What a swarm found: `pangea.bots/1`, as `pangea bots --json` prints it.
public struct BotsReport: Hashable, Sendable, Codable {
  public var schema = "pangea.bots/1"
  /// Nothing was violated and every bot played.
  public var ok = false
  public var seed: UInt64 = 0
  /// How long everybody was to play, after the log-ins.
  public var seconds: Double = 0
  public var tickHz: UInt32 = 0
  public var bots = Population()
  public var inputs = Inputs()
  public var handoffs = Handoffs()
  public var fights = Fights()
  public var belongings = Belongings()
  public var announcements = Announcements()
  public var gapMilliseconds = Gaps()
  public var bytesPerClientSecond = Traffic()
  public var view = View()
  public var violations: [Violation] = []
  /// All of them, also those that are not written out.
  public var violationsTotal = 0

  public init() {}

  enum CodingKeys: String, CodingKey {
    case schema, ok, seed, seconds
    case tickHz = "tick_hz"
    case bots, inputs, handoffs, fights, belongings, announcements
    case gapMilliseconds = "gap_ms"
    case bytesPerClientSecond = "bytes_per_client_second"
    case view
    case violations
    case violationsTotal = "violations_total"
  }
}

extension BotsReport {
  public struct Population: Hashable, Sendable, Codable {
    public var requested = 0
    /// How many played: at least one update of their own character arrived.
    public var connected = 0
    /// Connections that were lost while playing.
    public var disconnects = 0
    /// Lost connections that came back to the same character.
    public var resumed = 0
    /// Sent away by an operator.
    public var kicked = 0
  }

  public struct Inputs: Hashable, Sendable, Codable {
    /// Different inputs; those sent again count once.
    public var sent: UInt64 = 0
    public var acknowledged: UInt64 = 0
    /// Not acknowledged two seconds after the last one was sent.
    public var pending: UInt64 = 0
    public var lost: UInt64 = 0
    public var appliedTwice: UInt64 = 0
    /// Acknowledged once, and forgotten by a crash.
    public var rolledBack: UInt64 = 0

    enum CodingKeys: String, CodingKey {
      case sent, acknowledged, pending, lost
      case appliedTwice = "applied_twice"
      case rolledBack = "rolled_back"
    }
  }

  /// Handoffs as clients see them: by the sequence and the region of their own character.
  public struct Handoffs: Hashable, Sendable, Codable {
    /// Completed and refused ones: a client sees nothing of others.
    public var started = 0
    public var completed = 0
    /// The sequence grew, the region stayed: the source took the character back.
    public var refused = 0
    public var crossShard = 0

    enum CodingKeys: String, CodingKey {
      case started, completed, refused
      case crossShard = "cross_shard"
    }
  }

  /// Fights as clients see them, of all bots together.
  public struct Fights: Hashable, Sendable, Codable {
    /// Damage done by bots, and taken.
    public var hits = 0
    public var blows = 0
    public var kills = 0
    public var deaths = 0
    /// Skills that the server refused.
    public var refused = 0

    public init() {}
  }

  /// What bots asked for about what they own, of all bots together.
  public struct Belongings: Hashable, Sendable, Codable {
    /// Different ones; those sent again count once.
    public var requests: UInt64 = 0
    public var done: UInt64 = 0
    public var refused: UInt64 = 0
    /// Sent again.
    public var retried: UInt64 = 0
    /// Not answered two seconds after the last input was sent.
    public var pending: UInt64 = 0
    /// Of the violations those that are about belongings.
    public var violations = 0

    public init() {}
  }

  /// What operators told players.
  public struct Announcements: Hashable, Sendable, Codable {
    /// Each once for every bot that heard it.
    public var heard = 0
    /// Heard again by the same bot.
    public var repeated = 0
    /// Different ones, of all bots together.
    public var different = 0
    /// Each of them, in the order in which they were heard first.
    public var each: [Hearing] = []

    public init() {}
  }

  /// When bots heard one announcement. Times are milliseconds since 1970.
  public struct Hearing: Hashable, Sendable, Codable {
    /// The operation, in hexadecimal digits.
    public var id: String
    public var bots: Int
    public var firstAt: Int64
    public var lastAt: Int64

    func with(_ other: Hearing) -> Hearing {
      Hearing(
        id: id, bots: bots + other.bots, firstAt: min(firstAt, other.firstAt),
        lastAt: max(lastAt, other.lastAt))
    }

    enum CodingKeys: String, CodingKey {
      case id, bots
      case firstAt = "first_at"
      case lastAt = "last_at"
    }
  }

  /// Times between two updates of a bot's own character, in milliseconds.
  public struct Gaps: Hashable, Sendable, Codable {
    /// The handoff sequence changed between the two.
    public var handoff = Percentiles()
    public var steady = Percentiles()
  }

  public struct Percentiles: Hashable, Sendable, Codable {
    public var count = 0
    public var p50: Double?
    public var p99: Double?
    public var p999: Double?
    public var max: Double?

    enum CodingKeys: String, CodingKey {
      case count, p50, p99
      case p999 = "p99_9"
      case max
    }
  }

  public struct Traffic: Hashable, Sendable, Codable {
    public var received: Double = 0
    public var sent: Double = 0
  }

  /// What an update shows, on average over all updates of all bots.
  public struct View: Hashable, Sendable, Codable {
    /// Entities in view.
    public var entities: Double = 0
    /// Entities whose movement the update tells.
    public var moved: Double = 0
    /// Bytes of the connection, framing and everything else included, for each entity in view of
    /// each update; 0 when nobody saw anybody.
    public var bytesPerEntity: Double = 0

    enum CodingKeys: String, CodingKey {
      case entities, moved
      case bytesPerEntity = "bytes_per_entity"
    }
  }
}

extension BotsReport.Percentiles {
  /// Absent values are written as null: readers find every key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(count, forKey: .count)
    try container.encode(p50, forKey: .p50)
    try container.encode(p99, forKey: .p99)
    try container.encode(p999, forKey: .p999)
    try container.encode(max, forKey: .max)
  }
}
