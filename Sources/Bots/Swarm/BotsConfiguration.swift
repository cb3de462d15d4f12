/// What `pangea bots` is asked to do.
public struct BotsConfiguration: Hashable, Sendable {
  /// Gateways; bots are dealt out to them in turn.
  public var addresses: [BotAddress]
  public var count: Int
  /// How long everybody plays, after the log-ins.
  public var seconds: Double
  /// Every bot walks over borders on purpose, about once a second.
  public var cross: Bool
  /// Look for creatures and fight them; instead of `cross`.
  public var fight: Bool
  /// Fight, pick up what lies near, use what may heal when hurt, and check what one is told of it.
  public var loot: Bool
  /// Everybody stays near where it came into the world, however many there are; instead of the
  /// other two.
  public var gather: Bool
  public var seed: UInt64
  /// Inputs of a bot in a second, at most 20.
  public var inputsPerSecond: Int
  /// Log-ins in a second, spread evenly.
  public var loginsPerSecond: Double
  /// How long to wait for acknowledgements after the last input.
  public var settleSeconds: Double
  /// Event loops.
  public var threads: Int
  /// How far a character walks in a tick, in 1/256 of a world unit: more is a teleport.
  public var speedPerTick: Int32

  /// - Precondition: there is an address, `count` is 1 ... `Limits.botsMax`, and 1 ... 20 inputs a
  ///   second.
  public init(
    addresses: [BotAddress], count: Int = 100, seconds: Double = 60, cross: Bool = false,
    fight: Bool = false, loot: Bool = false, gather: Bool = false, seed: UInt64 = 1,
    inputsPerSecond: Int = 10,
    loginsPerSecond: Double = 100, settleSeconds: Double = 2, threads: Int = 1,
    speedPerTick: Int32 = 8 * 256
  ) {
    precondition(!addresses.isEmpty, "bots need a place to connect to")
    precondition((1...Limits.botsMax).contains(count), "1 ... \(Limits.botsMax) bots")
    precondition((1...20).contains(inputsPerSecond), "1 ... 20 inputs a second")
    precondition(seconds > 0 && loginsPerSecond > 0 && settleSeconds >= 0 && threads > 0)
    self.addresses = addresses
    self.count = count
    self.seconds = seconds
    self.cross = cross
    self.fight = fight || loot
    self.loot = loot
    self.gather = gather
    self.seed = seed
    self.inputsPerSecond = inputsPerSecond
    self.loginsPerSecond = loginsPerSecond
    self.settleSeconds = settleSeconds
    self.threads = threads
    self.speedPerTick = speedPerTick
  }

  /// How long the log-ins take.
  var rampSeconds: Double { Double(count) / loginsPerSecond }
}
