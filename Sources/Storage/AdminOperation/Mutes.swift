import Model

/// Who is muted: a character, or an account with all of its characters.
public enum MuteSubject: Hashable, Sendable, CustomStringConvertible {
  case character(CharacterID)
  case account(AccountID)

  /// `character/12`, `account/3`: as storage and the audit log name it.
  public var description: String {
    switch self {
    case .character(let id): "character/\(id.rawValue)"
    case .account(let id): "account/\(id.rawValue)"
    }
  }
}

/// What an operation changes about mutes.
public enum MuteChange: Hashable, Sendable {
  /// - Parameter until: milliseconds since 1970.
  case mute(MuteSubject, until: Int64)
  /// All mutes of the subject.
  case lift(MuteSubject)
  /// As if this operation, which muted or lifted, had not been.
  case takeBack(AdminOperationID)
}

extension SQLTransaction {
  func change(_ change: MuteChange, by operation: AdminOperationID) throws(StorageError) {
    let id = SQLValue.text("\(operation)")
    switch change {
    case .mute(let subject, let until):
      try run(
        "INSERT INTO mutes (operation_id, subject, until_at) VALUES ($1, $2, $3)",
        [id, .text("\(subject)"), .integer(until)])
    case .lift(let subject):
      try run(
        "UPDATE mutes SET lifted_by = $1 WHERE subject = $2 AND lifted_by IS NULL",
        [id, .text("\(subject)")])
    case .takeBack(let undone):
      let undone = SQLValue.text("\(undone)")
      try run(
        "UPDATE mutes SET lifted_by = $1 WHERE operation_id = $2 AND lifted_by IS NULL",
        [id, undone])
      try run("UPDATE mutes SET lifted_by = NULL WHERE lifted_by = $1", [undone])
    }
  }

  /// Until when somebody may not talk, in milliseconds since 1970; nil: it may.
  func mutedUntil(
    account: AccountID, character: CharacterID
  ) throws(StorageError) -> Int64? {
    let found = try row(
      "SELECT MAX(until_at) FROM mutes WHERE subject IN ($1, $2) AND lifted_by IS NULL",
      [
        .text("\(MuteSubject.account(account))"), .text("\(MuteSubject.character(character))"),
      ])
    return try found?.optionalInteger(0)
  }
}
