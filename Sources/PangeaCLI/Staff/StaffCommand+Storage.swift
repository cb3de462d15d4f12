import AdminAPI
import ArgumentParser
import Foundation
import Security
import Storage

extension StorageOptions {
  /// Opens the storage, which must have the tables of this program, and does something.
  func withStaff(_ work: (any Store) async throws -> Void) async throws {
    let store = try await existing().open(schema: .require)
    do {
      try await work(store)
    } catch {
      await store.close()
      throw error
    }
    await store.close()
  }

  /// Changes an account by its name, and shows how it is then.
  func change(
    _ name: String, _ changes: [StaffChange], _ action: String, details: [String: String],
    password: NewPassword? = nil
  ) async throws {
    try await withStaff { store in
      guard let row = try await store.staff(named: name) else {
        throw FailedVerdict("There is no account \(name).")
      }
      let isChanged = try await store.changeStaff(
        row.id, changes, keeping: nil,
        audit: .byHand(action, target: row.id.description, details: details))
      guard isChanged, let row = try await store.staff(row.id) else {
        throw FailedVerdict("The account \(name) is gone.")
      }
      if let password {
        try show(password.document(row.name), password.lines(row.name))
      } else {
        let document = StaffListDocument([row])
        try show(document, document.lines)
      }
    }
  }
}

extension AuditEntry {
  /// What somebody does at the machine itself.
  static func byHand(
    _ action: String, target: String = "", details: [String: String]
  ) -> AuditEntry {
    AuditEntry(
      at: SQLiteStore.systemMilliseconds(), actor: "cli:\(NSUserName())", role: "",
      action: action, target: target, details: AuditEntry.details(details))
  }
}

/// A password that somebody brought in the environment, or that was made.
struct NewPassword {
  static let environment = "PANGEA_STAFF_PASSWORD"

  let hash: String
  /// To be shown once; nil for one that was brought.
  private let shown: String?

  init() throws {
    let given = ProcessInfo.processInfo.environment[Self.environment]
    if let given, let wrong = StaffRules.complaint(aboutPassword: given) {
      throw ValidationError("\(Self.environment): \(wrong)")
    }
    let password = try given ?? StaffRules.makePassword()
    hash = try PasswordHash(password: password).encoded
    shown = given == nil ? password : nil
  }

  struct Document: Encodable {
    var schema = "pangea.staff-password/1"
    var name: String
    var password: String?
  }

  func document(_ name: String) -> Document { Document(name: name, password: shown) }

  func lines(_ name: String) -> [String] {
    [
      shown.map { "\(name)'s password, shown this once: \($0)" }
        ?? "\(name)'s password is the one of \(Self.environment)."
    ]
  }
}

/// The result of `pangea staff list`, as `pangea.staff/1`.
struct StaffListDocument: Encodable {
  struct Member: Encodable {
    var id: UInt64
    var name: String
    var role: String
    var disabled: Bool
    var secondFactor: Bool
    /// Milliseconds since 1970.
    var created: Int64

    enum CodingKeys: String, CodingKey {
      case id, name, role, disabled, created
      case secondFactor = "second_factor"
    }
  }

  var schema = "pangea.staff/1"
  var staff: [Member]

  init(_ rows: [StaffRow]) {
    staff = rows.map {
      Member(
        id: $0.id.rawValue, name: $0.name, role: $0.role, disabled: $0.isDisabled,
        secondFactor: $0.hasSecondFactor, created: $0.createdAt)
    }
  }

  var lines: [String] {
    guard !staff.isEmpty else { return ["There are no accounts of staff."] }
    return staff.map { member in
      let state = [
        member.disabled ? "disabled" : nil, member.secondFactor ? "second factor" : nil,
      ].compactMap { $0 }
      return ([member.name, member.role] + state + ["since \(timestamp(member.created))"])
        .joined(separator: "  ")
    }
  }
}
