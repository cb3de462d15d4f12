/// The number of an account of staff.
public struct StaffID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  /// As the audit log names it.
  public var description: String { "staff/\(rawValue)" }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The number of a session of staff. It is no secret.
public struct StaffSessionID: Hashable, Sendable, Codable {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// An account of somebody of the staff: apart from those of players in every way.
public struct StaffRow: Hashable, Sendable {
  public let id: StaffID
  /// As it was made; letters of either case are the same.
  public let name: String
  /// What `PasswordHash.encoded` writes.
  public let passwordHash: String
  /// A role's name; storage does not know what it allows.
  public let role: String
  /// Nobody logs in.
  public let isDisabled: Bool
  /// A second factor is set up. Its secret is asked for only where a code is checked.
  public let hasSecondFactor: Bool
  /// Until when no code is taken, in milliseconds since 1970.
  public let lockedUntil: Int64
  /// Milliseconds since 1970.
  public let createdAt: Int64
}

/// A session as storage finds it by its token.
public struct StaffSessionRow: Hashable, Sendable {
  public let id: StaffSessionID
  /// Nil for the user of the environment.
  public let staff: StaffID?
  /// Empty for the user of the environment.
  public let name: String
  /// Empty for the user of the environment.
  public let role: String
  /// It was opened with a code.
  public let hasSecondFactor: Bool
  /// Milliseconds since 1970.
  public let seenAt: Int64
  public let endsAt: Int64
}
