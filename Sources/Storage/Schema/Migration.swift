/// One numbered step of the schema, in SQL that every back end runs.
///
/// Only three words differ and are written as `{…}`: see `SQLDialect`.
struct Migration: Sendable {
  /// From 1, without a gap.
  let version: Int
  let name: String
  /// The statements, one each, that make the step.
  let up: [String]
  /// The statements that take it back. Data of the step is lost.
  let down: [String]

  /// Every step, oldest first. A released one never changes; a new one is added.
  static let all: [Migration] = [cluster, players]

  /// The version that this code needs.
  static var latest: Int { all.count }
}

/// The words of SQL that differ between the back ends.
struct SQLDialect: Sendable {
  /// `{identity}`: a primary key issued by the database, whose numbers are never used again.
  let identity: String
  /// `{key}`: a primary key that the program chooses.
  let key: String
  /// `{bytes}`: a column of bytes.
  let bytes: String

  static let sqlite = SQLDialect(
    identity: "INTEGER PRIMARY KEY AUTOINCREMENT", key: "INTEGER PRIMARY KEY", bytes: "BLOB")

  func translate(_ statement: String) -> String {
    statement.replacing("{identity}", with: identity).replacing("{key}", with: key)
      .replacing("{bytes}", with: bytes)
  }
}
