import Hummingbird
import Storage

extension AdminFeature {
  /// Logging in and out, and looking after one's own password and second factor.
  public static func sessions(_ access: StaffAccess) -> AdminFeature {
    AdminFeature([
      logIn(access), session, logOut(access), logOutEverywhere(access), proposeFactor(access),
      confirmFactor(access), changePassword(access),
    ])
  }

  // MARK: In and out

  private struct LogInWish: Decodable {
    var user: String
    var password: String
    var code: String?
  }

  private static func logIn(_ access: StaffAccess) -> AdminRoute {
    AdminRoute(
      method: .post, path: "/api/session", permission: nil,
      summary: "Log in; the answer sets the session's cookie.",
      body: .object([
        .init("user", .text(min: 1, max: 256)), .init("password", StaffRules.password),
        .init("code", StaffRules.code, isRequired: false, "Of the authenticator app."),
      ]), answer: SessionDocument.shape,
      refusals: [.badCredentials, .codeNeeded, .badCode, .locked, .rateLimited]
    ) { request in
      let wish = try request.body(LogInWish.self)
      let opened = try await access.logIn(
        user: wish.user, password: wish.password, code: wish.code, from: request.remote)
      var response = Response.json(
        try SessionDocument(opened.actor, token: opened.value, endsAt: opened.endsAt))
      response.setCookie(
        SessionCookie.cookie(
          opened.value, isSecure: request.isSecure,
          seconds: Int(AdminLimits.sessionMillisecondsMax / 1_000)))
      return response
    }
  }

  private static var session: AdminRoute {
    AdminRoute(
      method: .get, path: "/api/session", permission: .ownAccount,
      summary: "Who is logged in, and what they may.", answer: SessionDocument.shape
    ) { request in .json(try SessionDocument(request.actor, token: request.token, endsAt: nil)) }
  }

  private struct Closed: Encodable {
    static let shape = JSONShape.object([.init("closed", .integer(min: 0), "Sessions.")])

    var closed: Int
  }

  private static func logOut(_ access: StaffAccess) -> AdminRoute {
    AdminRoute(
      method: .delete, path: "/api/session", permission: .ownAccount,
      summary: "Log out: ends this session.", answer: Closed.shape
    ) { request in
      guard let session = request.actor.session else { return .json(Closed(closed: 0)) }
      let isClosed = try await access.store.closeStaffSession(
        session, audit: request.auditEntry("session.close"))
      var response = Response.json(Closed(closed: isClosed ? 1 : 0))
      response.setCookie(SessionCookie.removal(isSecure: request.isSecure))
      return response
    }
  }

  private static func logOutEverywhere(_ access: StaffAccess) -> AdminRoute {
    AdminRoute(
      method: .delete, path: "/api/sessions", permission: .ownAccount,
      summary: "Log out everywhere: ends all sessions of whoever asks.", answer: Closed.shape
    ) { request in
      let closed = try await access.store.closeStaffSessions(
        of: request.actor.staff,
        audit: request.auditEntry(
          "session.close_all", target: request.actor.staff?.description ?? ""))
      var response = Response.json(Closed(closed: closed))
      response.setCookie(SessionCookie.removal(isSecure: request.isSecure))
      return response
    }
  }

  // MARK: Password and second factor

  private struct PasswordWish: Decodable { var password: String }

  private struct CodeWish: Decodable { var code: String }

  private struct PasswordChange: Decodable {
    var password: String
    var newPassword: String
  }

  private static func proposeFactor(_ access: StaffAccess) -> AdminRoute {
    AdminRoute(
      method: .post, path: "/api/session/factor", permission: .ownAccount,
      summary: "A secret for an authenticator app, shown this once; a code confirms it.",
      body: .object([.init("password", StaffRules.password)]),
      answer: .object([
        .init("secret", .text(), "In base32, to be typed."),
        .init("uri", .text(), "otpauth://…, to be shown as a QR code."),
      ]), refusals: [.badCredentials, .conflict]
    ) { request in
      let wish = try request.body(PasswordWish.self)
      return .json(try await access.proposeFactor(request, password: wish.password))
    }
  }

  private static func confirmFactor(_ access: StaffAccess) -> AdminRoute {
    AdminRoute(
      method: .post, path: "/api/session/factor/confirm", permission: .ownAccount,
      summary: "The second factor counts from now on; other sessions end.",
      body: .object([.init("code", StaffRules.code)]),
      answer: .object([.init("confirmed", .flag)]), refusals: [.badCode, .locked, .conflict]
    ) { request in
      try await access.confirmFactor(request, code: try request.body(CodeWish.self).code)
      return .json(["confirmed": true])
    }
  }

  private static func changePassword(_ access: StaffAccess) -> AdminRoute {
    AdminRoute(
      method: .post, path: "/api/session/password", permission: .ownAccount,
      summary: "Another password; other sessions end.",
      body: .object([
        .init("password", StaffRules.password, "The current one."),
        .init("new_password", StaffRules.newPassword),
      ]), answer: .object([.init("changed", .flag)]), refusals: [.badCredentials, .conflict]
    ) { request in
      let wish = try request.body(PasswordChange.self)
      try await access.changePassword(request, from: wish.password, to: wish.newPassword)
      return .json(["changed": true])
    }
  }
}

/// Who is logged in, as pages see it.
struct SessionDocument: Encodable {
  static let shape = JSONShape.object([
    .init("user", .text()), .init("role", StaffRules.role, isRequired: false),
    .init(
      "permissions", .list(.text(choices: Permission.allCases.map(\.rawValue))),
      "What is granted now."),
    .init(
      "second_factor", .flag, "False: it has to be set up before anything else is granted."),
    .init(
      "csrf_token", .text(), isRequired: false,
      "To be sent as X-CSRF-Token with whatever changes something."),
    .init("ends_ms", .moment, isRequired: false, "When the session ends at the latest."),
  ])

  var user: String
  var role: String?
  var permissions: [String]
  var secondFactor: Bool
  var csrfToken: String?
  var endsMs: Int64?

  init(_ actor: StaffActor, token: String?, endsAt: Int64?) throws {
    user = actor.name
    role = actor.role?.rawValue
    permissions = Permission.allCases.filter(actor.may).map(\.rawValue)
    secondFactor = actor.hasSecondFactor
    csrfToken = try token.map(SessionCookie.csrfToken)
    endsMs = endsAt
  }
}
