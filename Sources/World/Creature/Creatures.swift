import Model

/// All creatures of a region, dead and alive: a seat for each that may live at once, in the order of
/// the spawn points.
struct Creatures: ~Copyable, Sendable {
  var brains: ContiguousArray<Brain> = []
  /// When each seat is next looked at: the only thing that every tick reads of them all.
  var thinkAt: ContiguousArray<UInt64> = []
  /// Players, owned and ghosts, whom creatures may notice; made anew each tick.
  var noticed: ContiguousArray<Noticed> = []
  /// Creatures in the table of entities.
  var present = 0
  /// For names.
  var counter: UInt64 = 0

  struct Noticed: Sendable {
    var slot: UInt16
    var position: Position
  }

  /// Ticks between two decisions of one that players are near.
  static let thinkTicks: UInt64 = 4
  /// Ticks between two looks around of one that sleeps.
  static let sleepTicks: UInt64 = 16
  /// How long a chase goes for the same place although its target moves a little.
  static let goalTicks: UInt64 = 10
  /// How long a dead body lies.
  static let corpseTicks: UInt64 = 60
  /// How long one flees before it goes home.
  static let fleeTicks: UInt64 = 80
  /// Who is not home after so long is put there.
  static let returnTicksMax: UInt64 = 400
  /// Ticks between any two acts.
  static let actTicks: UInt64 = 8
  /// How soon a creature for whom there was no room tries again.
  static let retryTicks: UInt64 = 100

  init(spawns: [CreatureSpawn]) {
    for (number, spawn) in spawns.enumerated() {
      for _ in 0..<max(0, min(spawn.countMax, Limits.creaturesMax)) {
        guard brains.count < Limits.creaturesMax else { return }
        brains.append(Brain(spawn: number, definition: spawn.creature))
        thinkAt.append(0)
      }
    }
  }
}
