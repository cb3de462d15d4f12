/// One thing about an account of staff that somebody changes. Every change ends the account's
/// sessions, so that it holds at once.
public enum StaffChange: Hashable, Sendable {
  /// Storage takes any name of a role.
  case role(String)
  case disabled(Bool)
  case passwordHash(String)
  /// No second factor any more: the next log-in has to set one up.
  case factorRemoved
}

/// A log-in whose password was right.
public struct StaffLogIn: Hashable, Sendable {
  /// Nil for the user of the environment, who has no second factor.
  public let staff: StaffID?
  /// Of the new session.
  public let token: TokenHash
  /// Milliseconds since 1970: locks are decided by it.
  public let at: Int64
  public let endsAt: Int64
  public let address: String

  public init(staff: StaffID?, token: TokenHash, at: Int64, endsAt: Int64, address: String) {
    self.staff = staff
    self.token = token
    self.at = at
    self.endsAt = endsAt
    self.address = address
  }
}

/// Looks whether a code fits a secret: answers the number of the time step that it belongs to.
/// It runs inside of a transaction, maybe twice, so it only computes.
public typealias FactorCheck = @Sendable (_ secret: [UInt8]) -> UInt64?

/// What became of a log-in.
public enum StaffLogInResult: Hashable, Sendable {
  /// A session is open. Without a second factor it may only set one up.
  case opened(StaffSessionID, hasSecondFactor: Bool)
  /// The account has a second factor, and no code was given.
  case codeNeeded
  /// The code fits no step near, or one that was used already. It is counted.
  case wrongCode
  /// Too many wrong codes: none is looked at until then, in milliseconds since 1970.
  case locked(until: Int64)
  /// The account is gone or disabled.
  case refused
}

/// What became of the code that confirms a new second factor.
public enum FactorConfirmation: Hashable, Sendable {
  case confirmed
  case wrongCode
  case locked(until: Int64)
  /// There is nothing to confirm.
  case notProposed
}
