/// A moment of the boot clock in microseconds: it never goes back and runs while a process is
/// stopped, so it is the clock for leases and time-outs.
public struct BootTime: Hashable, Comparable, Sendable {
  public let microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }

  public static func + (a: Self, b: Span) -> BootTime {
    BootTime(microseconds: a.microseconds + b.microseconds)
  }

  public static func - (a: Self, b: Span) -> BootTime {
    BootTime(microseconds: a.microseconds - b.microseconds)
  }

  public static func - (a: Self, b: Self) -> Span {
    Span(microseconds: a.microseconds - b.microseconds)
  }

  /// A length of time in microseconds.
  public struct Span: Hashable, Comparable, Sendable {
    public let microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static func milliseconds(_ n: Int64) -> Span { Span(microseconds: n * 1000) }

    public static func seconds(_ n: Int64) -> Span { Span(microseconds: n * 1_000_000) }

    public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }

    public static func * (a: Self, n: Int64) -> Span { Span(microseconds: a.microseconds * n) }
  }
}

/// Where shells get the time; the simulator has one of its own.
public protocol Clock: Sendable {
  /// The boot clock now.
  var now: BootTime { get }
}
