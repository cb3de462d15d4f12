import Storage

/// Who asks: somebody of the staff, the user of the environment, or nobody.
struct StaffActor: Hashable, Sendable {
  /// How somebody proved who it is.
  enum Means: Hashable, Sendable {
    /// Not at all.
    case none
    /// The user and the password of the environment, with every request: scripts do that.
    case basic
    /// A cookie, which browsers send without being asked.
    case session(StaffSessionID)
  }

  /// Empty for nobody.
  let name: String
  /// Nil for nobody, and for an account whose role is not known: they may nothing.
  let role: Role?
  /// Nil for the user of the environment, who has no row in storage.
  let staff: StaffID?
  let means: Means
  /// Without it nothing but `Permission.ownAccount` is granted.
  let hasSecondFactor: Bool

  static let nobody = StaffActor(
    name: "", role: nil, staff: nil, means: .none, hasSecondFactor: false)

  var session: StaffSessionID? {
    if case .session(let id) = means { id } else { nil }
  }

  func may(_ permission: Permission) -> Bool {
    guard let role, role.permissions.contains(permission) else { return false }
    return hasSecondFactor || permission == .ownAccount
  }
}
