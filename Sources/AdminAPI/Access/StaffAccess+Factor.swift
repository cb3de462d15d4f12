import Model
import Security
import Storage

extension StaffAccess {
  /// A secret that an authenticator app is to know. It is shown this once.
  struct ProposedFactor: Sendable, Encodable {
    var secret: String
    var uri: String
  }

  /// Makes a secret for the account of whoever asks, who shows the password once more.
  func proposeFactor(_ request: AdminRequest, password: String) async throws -> ProposedFactor {
    let row = try await ownRow(request, password: password)
    let secret = try OneTimePassword.makeSecret()
    guard let factor = OneTimePassword(secret: secret) else {
      throw AdminRefusal(.failed, "No secret could be made.")
    }
    let isProposed = try await store.proposeFactor(
      of: row.id, secret: secret,
      audit: request.auditEntry("factor.propose", target: row.id.description))
    guard isProposed else {
      throw AdminRefusal(
        .conflict, "This account has a second factor; a super admin can reset it.")
    }
    return ProposedFactor(
      secret: Base32.encode(secret), uri: factor.uri(issuer: settings.issuer, account: row.name))
  }

  /// The proposed secret counts from now on, if the code fits.
  func confirmFactor(_ request: AdminRequest, code: String) async throws {
    let (staff, session) = try Self.own(request)
    let result = try await store.confirmFactor(
      of: staff, by: session, at: request.moment, verifying: Self.check(code, at: request.moment),
      audit: request.auditEntry("factor.confirm", target: staff.description))
    switch result {
    case .confirmed: return
    case .wrongCode: throw AdminRefusal.wrongCode
    case .locked(let until): throw AdminRefusal.locked(until: until, at: request.moment)
    case .notProposed: throw AdminRefusal(.conflict, "No second factor waits to be confirmed.")
    }
  }

  /// Another password for whoever asks; the account's other sessions end.
  func changePassword(_ request: AdminRequest, from old: String, to new: String) async throws {
    let row = try await ownRow(request, password: old)
    let hash = try await hash(new)
    let isChanged = try await store.changeStaff(
      row.id, [.passwordHash(hash)], keeping: request.actor.session,
      audit: request.auditEntry("staff.password", target: row.id.description))
    guard isChanged else { throw AdminRefusal.notFound }
  }

  /// The account of whoever asks, if the password is right.
  private func ownRow(_ request: AdminRequest, password: String) async throws -> StaffRow {
    let (staff, _) = try Self.own(request)
    guard let row = try await store.staff(staff) else { throw AdminRefusal.unauthorized }
    let keys: [FailureLedger.Key] = [
      .address(request.remote), .account(NameKey.key(of: row.name)),
    ]
    try take(keys)
    guard try await matches(password, row.passwordHash) else {
      noteFailure(from: request.remote)
      throw AdminRefusal(.badCredentials, "The password is wrong.")
    }
    giveBack(keys)
    return row
  }

  private static func own(
    _ request: AdminRequest
  ) throws(AdminRefusal) -> (StaffID, StaffSessionID) {
    guard let staff = request.actor.staff, let session = request.actor.session else {
      throw AdminRefusal(.conflict, "The user of the environment is changed there.")
    }
    return (staff, session)
  }
}
