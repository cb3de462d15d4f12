import Foundation

/// What somebody of the staff did, for the audit log. It is written in the transaction of what was
/// done, or neither is.
///
/// Passwords, codes and tokens never stand in it.
public struct AuditEntry: Hashable, Sendable {
  /// Milliseconds since 1970.
  public var at: Int64
  /// The name of who did it: of an account of staff, of the environment's user, `cli`, or of a part
  /// of the cluster that acts by itself.
  public var actor: String
  /// What the actor was allowed to be at that time; empty for none.
  public var role: String
  /// Nil without a session.
  public var session: StaffSessionID?
  /// From where; empty when it was done at the machine itself.
  public var address: String
  /// What was done, as `noun.verb`: `staff.add`.
  public var action: String
  /// To whom or what, as `kind/id`: `staff/3`; empty for nothing in particular.
  public var target: String
  /// The id of the operation that this is about; empty for none.
  public var operation: String
  /// A JSON object.
  public var details: String

  public init(
    at: Int64, actor: String, role: String, session: StaffSessionID? = nil, address: String = "",
    action: String, target: String = "", operation: String = "", details: String = "{}"
  ) {
    self.at = at
    self.actor = actor
    self.role = role
    self.session = session
    self.address = address
    self.action = action
    self.target = target
    self.operation = operation
    self.details = details
  }

  /// Details as a JSON object with its members in order.
  public static func details(_ members: [String: String]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts can always be written.
    return (try? encoder.encode(members)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}

/// One row of the audit log: an entry at its place in the chain.
public struct AuditRow: Hashable, Sendable {
  /// From 1, without a gap, in the order of the commits.
  public let id: UInt64
  public let entry: AuditEntry
  /// SHA-256 of the row before and of this one; see `AuditChain`.
  public let hash: [UInt8]

  public init(id: UInt64, entry: AuditEntry, hash: [UInt8]) {
    self.id = id
    self.entry = entry
    self.hash = hash
  }
}

/// The end of the chain: what anybody may write down elsewhere to prove later that nothing before it
/// was changed.
public struct AuditHead: Hashable, Sendable {
  /// The last row; 0 while there is none.
  public let id: UInt64
  public let hash: [UInt8]

  public init(id: UInt64, hash: [UInt8]) {
    self.id = id
    self.hash = hash
  }

  /// Before the first row.
  public static let start = AuditHead(id: 0, hash: Array(repeating: 0, count: 32))
}
