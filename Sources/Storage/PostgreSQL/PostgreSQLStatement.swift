/// One statement with its parameters, on its way to the server.
struct PostgreSQLStatement: Sendable {
  let sql: String
  var values: [SQLValue] = []

  /// The parameters' types by their numbers in PostgreSQL's catalogue; 0 lets the server choose.
  var types: [UInt32] {
    values.map { value in
      switch value {
      case .null: 0
      case .integer: PostgreSQLType.bigint.rawValue
      case .text: PostgreSQLType.text.rawValue
      case .bytes: PostgreSQLType.bytes.rawValue
      }
    }
  }

  /// What two statements have in common that one prepared statement serves.
  var key: Key { Key(sql: sql, types: types) }

  struct Key: Hashable, Sendable {
    let sql: String
    let types: [UInt32]
  }
}

/// What a statement gave back.
struct PostgreSQLAnswer: Sendable {
  var rows: [ResultRow] = []
  /// How many rows the statement changed or found.
  var count = 0
  /// What the server did, as `COMMIT` or `ROLLBACK`.
  var command = ""
}

/// The types that statements of ours have in their parameters and answers.
enum PostgreSQLType: UInt32 {
  case bool = 16
  case bytes = 17
  case name = 19
  case bigint = 20
  case smallint = 21
  case integer = 23
  case text = 25
  case double = 701
  case varchar = 1043
  case numeric = 1700
  case void = 2278
}
