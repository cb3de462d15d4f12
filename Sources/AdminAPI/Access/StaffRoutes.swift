import Hummingbird
import Storage

extension AdminFeature {
  /// Accounts of staff, and what their roles allow.
  public static func staff(_ access: StaffAccess) -> AdminFeature {
    AdminFeature([
      roles, list(access), add(access), change(access), reset(access), closeSessions(access),
    ])
  }

  private static let id = ["id": JSONShape.id]

  private static var roles: AdminRoute {
    AdminRoute(
      method: .get, path: "/api/roles", permission: .ownAccount,
      summary: "Every role with its permissions.",
      answer: .object([.init("roles", .map(.list(.text())))])
    ) { _ in
      let roles = Role.allCases.map { role in
        (role.rawValue, role.permissions.map(\.rawValue).sorted())
      }
      return .json(["roles": Dictionary(uniqueKeysWithValues: roles)])
    }
  }

  private struct List: Encodable { var staff: [StaffDocument] }

  private static func list(_ access: StaffAccess) -> AdminRoute {
    AdminRoute(
      method: .get, path: "/api/staff", permission: .manageStaff,
      summary: "All accounts of staff.",
      answer: .object([.init("staff", .list(StaffDocument.shape))])
    ) { request in
      let rows = try await access.store.staff()
      return .json(List(staff: rows.map { StaffDocument($0, at: request.moment) }))
    }
  }

  private struct NewStaff: Decodable {
    var name: String
    var role: String
    var password: String?
  }

  private struct Added: Encodable {
    var id: UInt64
    var password: String?
  }

  private static func add(_ access: StaffAccess) -> AdminRoute {
    AdminRoute(
      method: .post, path: "/api/staff", permission: .manageStaff,
      summary: "A new account of staff; without a password one is made and shown this once.",
      body: .object([
        .init("name", StaffRules.name), .init("role", StaffRules.role),
        .init("password", StaffRules.newPassword, isRequired: false),
      ]),
      answer: .object([.init("id", .id), .init("password", .text(), isRequired: false)]),
      refusals: [.conflict]
    ) { request in
      let wish = try request.body(NewStaff.self)
      let made = wish.password == nil ? try StaffRules.makePassword() : nil
      let id = try await access.store.addStaff(
        wish.name, passwordHash: try await access.hash(wish.password ?? made ?? ""),
        role: wish.role,
        audit: request.auditEntry("staff.add", details: ["name": wish.name, "role": wish.role]))
      guard let id else { throw AdminRefusal(.conflict, "The name is taken.") }
      return .json(Added(id: id.rawValue, password: made))
    }
  }

  private struct Change: Decodable {
    var role: String?
    var disabled: Bool?
  }

  private static func change(_ access: StaffAccess) -> AdminRoute {
    AdminRoute(
      method: .patch, path: "/api/staff/{id}", permission: .manageStaff,
      summary: "Another role, or no log-in any more; the account's sessions end.",
      parameters: id,
      body: .object([
        .init("role", StaffRules.role, isRequired: false),
        .init("disabled", .flag, isRequired: false),
      ]), answer: StaffDocument.shape, refusals: [.conflict]
    ) { request in
      let staff = try other(request)
      let wish = try request.body(Change.self)
      var (changes, details): ([StaffChange], [String: String]) = ([], [:])
      if let role = wish.role {
        changes.append(.role(role))
        details["role"] = role
      }
      if let isDisabled = wish.disabled {
        changes.append(.disabled(isDisabled))
        details["disabled"] = "\(isDisabled)"
      }
      if !changes.isEmpty {
        let isKnown = try await access.store.changeStaff(
          staff, changes, keeping: nil,
          audit: request.auditEntry(
            "staff.change", target: staff.description, details: details))
        guard isKnown else { throw AdminRefusal.notFound }
      }
      guard let row = try await access.store.staff(staff) else { throw AdminRefusal.notFound }
      return .json(StaffDocument(row, at: request.moment))
    }
  }

  private struct Reset: Decodable {
    var password: Bool?
    var secondFactor: Bool?
  }

  private static func reset(_ access: StaffAccess) -> AdminRoute {
    AdminRoute(
      method: .post, path: "/api/staff/{id}/reset", permission: .manageStaff,
      summary: "Another password, shown this once, or no second factor; the sessions end.",
      parameters: id,
      body: .object([
        .init("password", .flag, isRequired: false),
        .init("second_factor", .flag, isRequired: false),
      ]), answer: .object([.init("password", .text(), isRequired: false)]), refusals: [.conflict]
    ) { request in
      let staff = try other(request)
      let wish = try request.body(Reset.self)
      let password = wish.password == true ? try StaffRules.makePassword() : nil
      var (changes, what): ([StaffChange], [String]) = ([], [])
      if let password {
        changes.append(.passwordHash(try await access.hash(password)))
        what.append("password")
      }
      if wish.secondFactor == true {
        changes.append(.factorRemoved)
        what.append("second_factor")
      }
      let entry = request.auditEntry(
        "staff.reset", target: staff.description,
        details: ["what": what.joined(separator: ",")])
      if changes.isEmpty {
        guard try await access.store.staff(staff) != nil else { throw AdminRefusal.notFound }
      } else {
        let isKnown = try await access.store.changeStaff(
          staff, changes, keeping: nil, audit: entry)
        guard isKnown else { throw AdminRefusal.notFound }
      }
      return .json(password.map { ["password": $0] } ?? [:])
    }
  }

  private static func closeSessions(_ access: StaffAccess) -> AdminRoute {
    AdminRoute(
      method: .delete, path: "/api/staff/{id}/sessions", permission: .manageStaff,
      summary: "Ends all sessions of an account.", parameters: id,
      answer: .object([.init("closed", .integer(min: 0))])
    ) { request in
      let staff = StaffID(try request.number("id"))
      guard try await access.store.staff(staff) != nil else { throw AdminRefusal.notFound }
      let closed = try await access.store.closeStaffSessions(
        of: staff, audit: request.auditEntry("session.close_all", target: staff.description))
      return .json(["closed": closed])
    }
  }

  /// Whom the request is about. Nobody shuts themselves out or gives themselves a role.
  private static func other(_ request: AdminRequest) throws(AdminRefusal) -> StaffID {
    let staff = StaffID(try request.number("id"))
    guard staff != request.actor.staff else {
      throw AdminRefusal(.conflict, "Somebody else has to change your own account.")
    }
    return staff
  }
}

/// An account of staff, as the API shows it.
struct StaffDocument: Encodable {
  static let shape = JSONShape.object([
    .init("id", .id), .init("name", .text()), .init("role", .text()),
    .init("disabled", .flag), .init("second_factor", .flag, "One is set up."),
    .init("created_ms", .moment),
    .init("locked_until_ms", .moment, isRequired: false, "No code is looked at until then."),
  ])

  var id: UInt64
  var name: String
  var role: String
  var disabled: Bool
  var secondFactor: Bool
  var createdMs: Int64
  var lockedUntilMs: Int64?

  init(_ row: StaffRow, at moment: Int64) {
    id = row.id.rawValue
    name = row.name
    role = row.role
    disabled = row.isDisabled
    secondFactor = row.hasSecondFactor
    createdMs = row.createdAt
    lockedUntilMs = row.lockedUntil > moment ? row.lockedUntil : nil
  }
}
