import Model

/// What others see of somebody's vitals: small enough for every snapshot and every border.
public struct Condition: Hashable, Sendable {
  /// How somebody is. Written to the wire: bits are never used again.
  public struct State: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let dead = State(rawValue: 1)
    public static let fighting = State(rawValue: 2)
    public static let fleeing = State(rawValue: 4)
    /// Stands in a safe zone.
    public static let safe = State(rawValue: 8)
    /// Of a chest: somebody has opened it, and it is empty.
    public static let open = State(rawValue: 16)
  }

  /// The share of the health that is left, in 1/255: never 0 of somebody alive.
  public var health255: UInt8
  /// Of an item on the ground: how many lie there, as far as it goes.
  public var level: UInt16
  public var state: State

  public init(health255: UInt8 = 255, level: UInt16 = 1, state: State = []) {
    self.health255 = health255
    self.level = level
    self.state = state
  }

  /// A share of health as others see it.
  static func share(of health: Int32, in healthMax: Int32) -> UInt8 {
    guard health > 0, healthMax > 0 else { return 0 }
    return UInt8(clamping: max(1, Int64(health) * 255 / Int64(healthMax)))
  }
}
