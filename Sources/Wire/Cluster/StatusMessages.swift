import Model

/// Admin to any process: how are you?
public struct StatusRequest: Hashable, Sendable {
  public var id: UInt64
  public var admin: AdminID

  public init(id: UInt64, admin: AdminID) {
    self.id = id
    self.admin = admin
  }
}

/// One region as its shard sees it. Tick times are the work of a tick, over the last minute.
public struct RegionStatus: Hashable, Sendable {
  public var region: RegionID
  public var epoch: Epoch
  public var players: UInt32 = 0
  public var ghosts: UInt32 = 0
  public var tick: Tick = Tick(0)
  public var tickP50Microseconds: UInt32 = 0
  public var tickP99Microseconds: UInt32 = 0
  public var tickMaxMicroseconds: UInt32 = 0
  public var handoffsPending: UInt32 = 0
  /// Players are told of movements far from them every so many ticks; more than 1 under load.
  public var farUpdateTicks: UInt32 = 0
  /// How fast time goes, 1 ... 100: less than 100 under load; 0: the shard does not say.
  public var timePercent: UInt32 = 0
  /// Those who wait in line to log in, and at its borders, because it is full or overloaded.
  public var queuedLogin: UInt32 = 0
  public var queuedBorder: UInt32 = 0

  public init(region: RegionID, epoch: Epoch) {
    self.region = region
    self.epoch = epoch
  }
}

/// A process's answer to `StatusRequest`; fields that its role does not have stay 0.
public struct StatusReply: Hashable, Sendable {
  public var id: UInt64
  public var node: NodeID
  public var incarnation: Incarnation
  public var uptimeMilliseconds: UInt64 = 0
  public var regions: [RegionStatus] = []
  public var sessions: UInt32 = 0
  public var connections: UInt32 = 0
  public var handoffsStarted: UInt64 = 0
  public var handoffsCompleted: UInt64 = 0
  public var handoffsRefused: UInt64 = 0
  public var handoffsCrossShard: UInt64 = 0
  public var memoryBytes: UInt64 = 0
  public var cpuMilliseconds: UInt64 = 0

  public init(id: UInt64, node: NodeID, incarnation: Incarnation) {
    self.id = id
    self.node = node
    self.incarnation = incarnation
  }
}
