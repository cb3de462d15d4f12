import Foundation
import GRDB
import Model

/// One transaction of SQLite. Never leaves the block that it was made for.
struct SQLiteTransaction: SQLTransaction {
  let database: Database
  let path: String

  var dialect: SQLDialect { .sqlite }

  func run(_ sql: String, _ values: [SQLValue]) throws(StorageError) -> Int {
    do {
      let statement = try database.cachedStatement(sql: sql)
      try statement.execute(arguments: arguments(values))
      return database.changesCount
    } catch {
      throw StorageError(error, path: path)
    }
  }

  func post(_ sql: String, _ values: [SQLValue]) throws(StorageError) { _ = try run(sql, values) }

  func rows(_ sql: String, _ values: [SQLValue]) throws(StorageError) -> [ResultRow] {
    do {
      let statement = try database.cachedStatement(sql: sql)
      let cursor = try Row.fetchCursor(statement, arguments: arguments(values))
      var found: [ResultRow] = []
      while let row = try cursor.next() {
        found.append(ResultRow(values: row.databaseValues.map(SQLValue.init)))
      }
      return found
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Nothing to do: `BEGIN IMMEDIATE` lets one writer in at a time, and a reader sees one moment.
  func lock(regions: [RegionID], _ mode: RegionLock) {}
  func lock(characters: [CharacterID]) {}
  func lock(items: [ItemID]) {}

  /// Nothing to do, for the same reason.
  func lockSchema() {}

  private func arguments(_ values: [SQLValue]) -> StatementArguments {
    StatementArguments(values.map { $0.databaseValue })
  }
}

extension SQLValue {
  fileprivate var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let value): value.databaseValue
    case .text(let value): value.databaseValue
    case .bytes(let value): Data(value).databaseValue
    }
  }

  fileprivate init(_ value: DatabaseValue) {
    self =
      switch value.storage {
      case .null: .null
      case .int64(let value): .integer(value)
      case .double(let value): .text(String(value))
      case .string(let value): .text(value)
      case .blob(let value): .bytes(Array(value))
      }
  }
}
