import Model

/// Whose entity stands in a slot.
enum Tenure: UInt8, Sendable {
  case free
  /// Simulated here.
  case owned
  /// A copy of what a neighbour simulates.
  case ghost
}

/// What the movement phase does with a slot.
enum Gait: UInt8, Sendable {
  case still
  case heading
  case walking
}

/// What a slot's entity is apart from what every tick touches.
struct Record: Hashable, Sendable {
  var id = EntityID(0)
  var kind = EntityKind.player
  var generation: UInt16 = 0
  var isFrozen = false
  var motion = Motion.standing
  var speed: Fixed = 0
  /// The region that shows this ghost.
  var source = RegionID(rawValue: 0)
  /// The tick at which this ghost goes, unless some region shows it again.
  var expires = UInt64.max
  /// What a neighbour says of an entity that is owned here: after an accepted handoff its first
  /// word as a ghost often comes before the release.
  var announcement: Announcement?
  /// Which kind of creature or item, or which NPC, it is.
  var definition = DefinitionNumber.none
  /// A creature's place in `Creatures`.
  var seat: UInt16 = .max
  /// Came out of a portal, or came into the world in one: it must leave it first.
  var isHeldByPortal = false
  /// Wants to live again in a place of another region.
  var isReviving = false
  var conduct = Conduct()

  struct Announcement: Hashable, Sendable {
    var source: RegionID
    var position: Position
    var facing: UInt8
  }
}

/// The next corners of somebody's path.
struct Walk: Sendable {
  var waypoints = InlineArray<8, Position>(repeating: Position(x: 0, y: 0))
  var count: UInt8 = 0
  var next: UInt8 = 0
  /// The last waypoint ends the walk: it is the target, or nothing nearer can be reached.
  var isComplete = false
  var isQueued = false
  /// Ticks without getting on.
  var stalls: UInt8 = 0

  static let stallsMax: UInt8 = 3

  mutating func clear() {
    count = 0
    next = 0
    isComplete = false
    stalls = 0
  }
}
