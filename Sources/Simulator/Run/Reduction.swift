import Model

/// What of a seed's schedule is left out, to see whether it still fails.
struct Reduction: Hashable, Sendable {
  /// Faults that do not strike.
  var withoutStrikes: Set<UInt64> = []
  /// Players who never log in.
  var withoutPlayers: Set<Int> = []
  /// Nobody wishes anything.
  var withoutWishes = false
  /// Nobody logs out, reconnects or takes over.
  var playersStay = false
  /// Storage answers whenever it is not away.
  var storeIsSure = false
  /// Until then players stand where they are and wish nothing.
  var quietUntil = BootTime(microseconds: 0)

  static let none = Reduction()
}

/// A fault that struck.
struct Strike: Hashable {
  /// The same whatever else is left out of the schedule.
  var id: UInt64
  var name: String
  var at: BootTime

  /// The fault that another one brings with it.
  static func following(_ id: UInt64, _ number: UInt64) -> UInt64 {
    (id &* 31 &+ number) & 0x7FFF_FFFF | 0x4000_0000
  }
}
