import Model
import Security
import Storage

extension StaffAccess {
  /// Whose session a cookie's value is; nil for one that is unknown or over.
  ///
  /// - Parameter isUse: false only looks: a session that is used for nothing else ends.
  func actor(cookie value: String, isUse: Bool = true) async throws -> StaffActor? {
    let isEnvironment = value.hasPrefix("b.")
    guard isEnvironment || value.hasPrefix("s."),
      let token = ResumeToken(text: value.dropFirst(2)), !isEnvironment || credentials != nil
    else { return nil }
    let hash =
      if isEnvironment, let credentials {
        try credentials.hash(of: token.bytes)
      } else {
        try token.hash()
      }
    let now = moment
    let found = try await store.staffSession(
      try TokenHash(hash), at: now, idleSince: now - AdminLimits.sessionIdleMillisecondsMax)
    guard let found, (found.staff == nil) == isEnvironment else { return nil }
    if isUse, now - found.seenAt >= AdminLimits.sessionTouchMilliseconds {
      try await store.touchStaffSession(found.id, at: now)
    }
    return StaffActor(
      name: isEnvironment ? credentials?.actorName ?? "" : found.name,
      role: isEnvironment ? .superAdmin : Role(rawValue: found.role), staff: found.staff,
      means: .session(found.id),
      hasSecondFactor: found.hasSecondFactor || !settings.needsSecondFactor)
  }

  /// Whose credentials a header has: only the user of the environment comes this way.
  func actor(authorization header: String, from remote: String) throws(AdminRefusal) -> StaffActor {
    guard let credentials else {
      throw AdminRefusal(.unauthorized, "This admin process takes sessions only: log in.")
    }
    // Nothing is waited for in between, so a flood of right ones does not count against itself.
    try take([.address(remote)], isCounted: false)
    guard credentials.match(authorization: header) else {
      try take([.address(remote)])
      noteFailure(from: remote)
      throw AdminRefusal(.badCredentials, "The credentials are wrong.")
    }
    return StaffActor(
      name: credentials.actorName, role: .superAdmin, staff: nil, means: .basic,
      hasSecondFactor: true)
  }
}
