/// What went wrong between this process and the server.
enum PostgreSQLFailure: Error, Hashable, Sendable {
  /// The connection is gone or was given up: nobody knows what the server did with the last words.
  case lost(reason: String)
  /// The server refused a statement, and with it the whole transaction.
  case refused(state: String, reason: String)
  /// An answer that no statement of ours gives.
  case unexpected(reason: String)

  /// Whether the same transaction may well succeed when it is run again: it collided with another,
  /// or a statement was prepared for a table that has changed since.
  var isPassing: Bool {
    guard case .refused(let state, _) = self else { return false }
    // Serialization failure, deadlock, a row that another has made since we looked for it; a plan
    // that changed, a prepared statement that is gone.
    return ["40001", "40P01", "23505", "0A000", "26000"].contains(state)
  }

  /// Whether a statement was prepared for what is no longer there.
  var isOfPreparation: Bool {
    guard case .refused(let state, _) = self else { return false }
    return ["0A000", "26000"].contains(state)
  }

  /// Whether the server said so while it ended the session or was about to.
  var isParting: Bool {
    guard case .refused(let state, _) = self else { return false }
    // Class 57P: shut down, crash, not yet up; 08: the connection; 25P03: stood still for too long;
    // 25006: a standby that only reads; 53300: no more connections.
    return ["57P", "08"].contains { state.hasPrefix($0) }
      || ["25P03", "25006", "53300"].contains(state)
  }
}

extension StorageError {
  /// What a failure that is final means to the caller.
  init(_ failure: PostgreSQLFailure) {
    switch failure {
    case .lost(let reason): self = .unavailable(reason: reason)
    case .unexpected(let reason): self = .corrupt(path: "in PostgreSQL", reason: reason)
    case .refused(let state, let reason):
      self =
        switch state {
        case "55P03", "40001", "40P01": .busy
        case "53100": .full(place: "the PostgreSQL server", reason: reason)
        case "XX001", "XX002": .corrupt(path: "in PostgreSQL", reason: reason)
        case _ where state.hasPrefix("22") || state.hasPrefix("23"): .invalid(reason: reason)
        default: .unavailable(reason: "\(reason) (\(state))")
        }
    }
  }
}
