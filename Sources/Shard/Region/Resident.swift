import Model
import World

/// What a region keeps of a character that it simulates, beside its entity and its authority.
struct Resident: Sendable {
  var name: String
  /// The next snapshot tells everything anew: after an attach, a resume or a handoff.
  var needsScope = true
  /// The last part of its view that its player was shown. It begins with the tick in which the
  /// character came, and grows by one in a tick at most: who comes back counts on.
  var partsShown: UInt64
  /// What the player was last told of itself.
  var toldVitals: Vitals?
  var toldState: Condition.State = []
  /// How fast time goes, as it was last told.
  var toldTimePercent: UInt32 = 100
  /// When it was last told why it does not get on.
  var remindedAt = Tick(0)
  /// Where in the line of the region ahead it was told to be.
  var toldPlace: UInt32 = 0
  /// How often what the player did was refused as what no honest client does.
  var corrections: UInt32 = 0

  init(name: String, at tick: Tick) {
    self.name = name
    partsShown = tick.rawValue
  }
}

/// What happened in a region since it opened.
struct RegionCounts: Hashable, Sendable {
  var handoffsCrossShard: UInt64 = 0
  var probes: UInt64 = 0
  var snapshotBytes: UInt64 = 0
  var snapshots: UInt64 = 0
  /// Deeds for neighbours.
  var effectsSent: UInt64 = 0
  /// Deeds for a region that is no neighbour.
  var effectsAstray: UInt64 = 0
  var wordsSaid: UInt64 = 0
}

/// Why a region of this process ended.
enum RegionEnding: Equatable, Sendable {
  /// In order: everything is saved, and the region may be given away.
  case closed
  /// The last saves did not come back in time; the region may be given away, its characters are
  /// where storage last saw them.
  case closedUnsaved
  /// Storage says that another owns it.
  case superseded
  /// It goes on in another shard as it was, or here at a new epoch.
  case moved
}
