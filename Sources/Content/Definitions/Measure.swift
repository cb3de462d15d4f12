import Model

/// Designers' measures and the rules' own: world units and milliseconds outside, 1/256 unit and
/// ticks inside.
enum Measure {
  /// 1/256 world unit, the nearest one.
  static func length(units: Double) -> Fixed { Fixed((units * Double(Fixed.one)).rounded()) }

  /// What is gone in a tick, in 1/256 world unit, the nearest one.
  static func speed(unitsPerSecond: Double) -> Fixed {
    Fixed((unitsPerSecond * Double(Fixed.one) / Double(Tick.perSecond)).rounded())
  }

  /// Whole ticks that last at least so long.
  static func ticks(milliseconds: Int) -> UInt64 {
    (UInt64(max(0, milliseconds)) * Tick.perSecond + 999) / 1_000
  }

  static func units(_ length: Fixed) -> Double { Double(length) / Double(Fixed.one) }

  static func unitsPerSecond(_ speed: Fixed) -> Double {
    Double(speed) * Double(Tick.perSecond) / Double(Fixed.one)
  }

  static func milliseconds(_ ticks: UInt64) -> Int { Int(ticks * 1_000 / Tick.perSecond) }
}
