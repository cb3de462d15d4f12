import Metrics
import Model
import Security
import Storage

extension StaffAccess {
  /// A session that was opened just now.
  struct Opened: Sendable {
    /// What the cookie holds.
    var value: String
    var actor: StaffActor
    /// Milliseconds since 1970.
    var endsAt: Int64
  }

  /// Opens a session for whoever knows the password, and the code where one is needed.
  func logIn(
    user: String, password: String, code: String?, from remote: String
  ) async throws -> Opened {
    let keys: [FailureLedger.Key] = [.address(remote), .account(NameKey.key(of: user))]
    try take(keys)
    if let credentials, credentials.match(user: user, password: password) {
      giveBack(keys)
      return try await open(
        nil, named: credentials.actorName, role: .superAdmin, code: nil, from: remote)
    }
    do {
      let row = try await store.staff(named: user)
      guard try await matches(password, row?.passwordHash), let row, !row.isDisabled else {
        noteFailure(from: remote)
        Self.count("refused")
        throw AdminRefusal(.badCredentials, "The user or the password is wrong.")
      }
      let opened = try await open(
        row.id, named: row.name, role: Role(rawValue: row.role), code: code, from: remote)
      giveBack(keys)
      return opened
    } catch let refusal as AdminRefusal {
      // What was not the fault of whoever tries does not count against them.
      if [.overloaded, .codeNeeded].contains(refusal.code) { giveBack(keys) }
      throw refusal
    } catch {
      giveBack(keys)
      throw error
    }
  }

  private func open(
    _ staff: StaffID?, named name: String, role: Role?, code: String?, from remote: String
  ) async throws -> Opened {
    let now = moment
    let token = try ResumeToken.generate()
    let hash =
      if staff == nil, let credentials {
        try credentials.hash(of: token.bytes)
      } else {
        try token.hash()
      }
    let endsAt = now + AdminLimits.sessionMillisecondsMax
    let result = try await store.openStaffSession(
      StaffLogIn(
        staff: staff, token: try TokenHash(hash), at: now, endsAt: endsAt, address: remote),
      verifying: code.map { Self.check($0, at: now) },
      audit: AuditEntry(
        at: now, actor: name, role: role?.rawValue ?? "", address: remote,
        action: "session.open", target: staff?.description ?? ""))
    guard case .opened(let session, let hasSecondFactor) = result else {
      throw Self.refusal(result, at: now)
    }
    Self.count("opened")
    return Opened(
      value: (staff == nil ? "b." : "s.") + token.text,
      actor: StaffActor(
        name: name, role: role, staff: staff, means: .session(session),
        hasSecondFactor: hasSecondFactor || !settings.needsSecondFactor),
      endsAt: endsAt)
  }

  /// Looks at a code as it is at a moment.
  static func check(_ code: String, at moment: Int64) -> FactorCheck {
    { secret in
      (try? OneTimePassword(secret: secret)?.step(of: code, near: moment)) ?? nil
    }
  }

  private static func refusal(_ result: StaffLogInResult, at now: Int64) -> AdminRefusal {
    switch result {
    case .codeNeeded:
      count("code_needed")
      return AdminRefusal(.codeNeeded, "Give the code of your authenticator app, too.")
    case .wrongCode:
      count("wrong_code")
      return .wrongCode
    case .locked(let until):
      count("locked")
      return .locked(until: until, at: now)
    case .refused, .opened:
      count("refused")
      return AdminRefusal(.badCredentials, "The user or the password is wrong.")
    }
  }

  private static func count(_ result: String) {
    Counter(label: "pangea_admin_logins_total", dimensions: [("result", result)]).increment()
  }
}

extension AdminRefusal {
  static var wrongCode: AdminRefusal {
    AdminRefusal(.badCode, "The code is wrong, too old, or was used already.")
  }

  static func locked(until: Int64, at now: Int64) -> AdminRefusal {
    AdminRefusal(
      .locked, "Too many wrong codes; none is looked at for a while.",
      retryAfterMilliseconds: max(1, until - now))
  }
}
