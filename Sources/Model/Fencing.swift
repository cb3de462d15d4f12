/// The fencing number of a region's ownership: plus one at every change of owner, forever.
/// Issued and checked by storage. 0 means that nobody has owned the region yet.
public struct Epoch: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public static let none = Epoch(0)

  public var next: Epoch { Epoch(rawValue + 1) }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The fencing number of the right to commit for a character: it only grows.
///
/// A handoff adds one, a revoke or an attach two, so that no two decisions meet at one number.
public struct HandoffSequence: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public static let none = HandoffSequence(0)

  public func advanced(by n: UInt64) -> HandoffSequence { HandoffSequence(rawValue + n) }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Grows by one with every durable change of what a character owns.
public struct ValueVersion: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Which log-in of a character is the current one. A second log-in takes over with the next one.
public struct SessionGeneration: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Numbers the inputs of a character, from 1, across sessions' resumes and handoffs.
public struct InputSequence: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  /// Before the first input.
  public static let none = InputSequence(0)

  public var next: InputSequence { InputSequence(rawValue + 1) }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A tick of the game. All regions count alike: the boundary of a tick is a multiple of its length
/// since 1970, so two regions on machines with synchronised clocks tick together.
public struct Tick: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  /// 20 Hz, the fixed rate of the simulation.
  public static let perSecond: UInt64 = 20
  public static let milliseconds: Int64 = 50
}
