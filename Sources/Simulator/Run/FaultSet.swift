/// The kinds of faults of a simulated cluster.
public struct FaultSet: OptionSet, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// A link breaks and loses everything under way.
  public static let linkReset = FaultSet(rawValue: 1 << 0)
  /// Messages take long, so that those of different links arrive out of order.
  public static let delay = FaultSet(rawValue: 1 << 1)
  /// A message arrives twice, the second time maybe much later.
  public static let duplication = FaultSet(rawValue: 1 << 2)
  /// A link is dead in one direction for a while.
  public static let partition = FaultSet(rawValue: 1 << 3)
  /// A shard dies and starts again.
  public static let crash = FaultSet(rawValue: 1 << 4)
  /// A shard stands still, often longer than its lease, and goes on.
  public static let pause = FaultSet(rawValue: 1 << 5)
  /// Storage does not answer; some of what it was asked happens all the same, also later.
  public static let storageOutage = FaultSet(rawValue: 1 << 6)
  /// The directory that processes know is old.
  public static let staleDirectory = FaultSet(rawValue: 1 << 7)
  /// A gateway dies and starts again; its clients resume, maybe elsewhere.
  public static let gatewayCrash = FaultSet(rawValue: 1 << 8)
  /// The plan changes: regions move to other shards while people play, or close in order and open
  /// elsewhere.
  public static let migration = FaultSet(rawValue: 1 << 9)
  /// Redis does not answer for a while.
  public static let redisOutage = FaultSet(rawValue: 1 << 10)
  /// Redis forgets: a failover loses its last writes, or it starts empty.
  public static let redisLoss = FaultSet(rawValue: 1 << 11)
  /// A shard is told to stop: it gives its regions away, exits, and starts again.
  public static let drain = FaultSet(rawValue: 1 << 12)
  /// Somebody sets a shard's wall clock.
  public static let clockStep = FaultSet(rawValue: 1 << 13)

  /// Every process dies at once; what Redis knew may be gone too.
  public static let powerCut = FaultSet(rawValue: 1 << 14)

  public static let none: FaultSet = []

  /// Every kind with its name on the command line and in reports, in a fixed order.
  public static let named: [(name: String, fault: FaultSet)] = [
    ("link-reset", .linkReset), ("delay", .delay), ("duplication", .duplication),
    ("partition", .partition), ("crash", .crash), ("pause", .pause),
    ("storage-outage", .storageOutage), ("stale-directory", .staleDirectory),
    ("gateway-crash", .gatewayCrash), ("migration", .migration), ("redis-outage", .redisOutage),
    ("redis-loss", .redisLoss), ("drain", .drain), ("clock-step", .clockStep),
    ("power-cut", .powerCut),
  ]

  public static let all = FaultSet(named.map(\.fault))

  /// As `init(names:)` reads it.
  public var description: String {
    if self == .all { return "all" }
    let names = Self.named.filter { contains($0.fault) }.map(\.name)
    return names.isEmpty ? "none" : names.joined(separator: ",")
  }

  /// Reads names separated by commas, `all` or `none`; nil when one is unknown.
  public init?(names: String) {
    self = []
    for name in names.split(separator: ",") {
      if name == "all" {
        formUnion(.all)
      } else if let known = Self.named.first(where: { $0.name == name }) {
        formUnion(known.fault)
      } else if name != "none" {
        return nil
      }
    }
  }
}
