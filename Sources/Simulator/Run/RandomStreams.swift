import Model

/// Chances of one seed: each event draws what belongs to its process or player and its moment,
/// whatever was drawn before. So a schedule stays much the same when something is left out of it.
struct RandomStreams {
  enum Name {
    /// When faults strike.
    case faults
    /// What the fault does that strikes now.
    case strike
    case process(NodeID)
    case player(Int)

    var index: Int {
      switch self {
      case .faults: 0
      case .strike: 1
      case .process(.shard(let id)): 1 + Int(id.rawValue)
      case .process(.gateway(let id)): 1 + SimulatorLimits.shards + Int(id.rawValue)
      case .process(.admin): 0
      case .player(let number): 2 + SimulatorLimits.shards + SimulatorLimits.gateways + number
      }
    }
  }

  /// Whose chances are drawn.
  private(set) var current = Name.faults.index
  var generator: SeededGenerator
  private let seed: UInt64
  private var moment = BootTime(microseconds: 0)
  /// Events of this moment so far.
  private var events: UInt64 = 0

  init(seed: UInt64) {
    var first = SeededGenerator(seed: seed)
    self.seed = first.next()
    generator = first
  }

  /// An event happens.
  mutating func begin(_ stream: Int, at now: BootTime) {
    events = now == moment ? events + 1 : 0
    (moment, current) = (now, stream)
    begin(UInt64(bitPattern: now.microseconds) << 8 | events & 0xFF, in: stream)
  }

  /// A fault strikes: it always does the same.
  mutating func begin(strike: UInt64) {
    current = Name.strike.index
    begin(strike, in: current)
  }

  private mutating func begin(_ number: UInt64, in stream: Int) {
    var mixed = SeededGenerator(seed: seed ^ number)
    mixed = SeededGenerator(seed: mixed.next() &+ UInt64(stream))
    generator = SeededGenerator(seed: mixed.next())
  }
}
