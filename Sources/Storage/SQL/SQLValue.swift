/// A value on its way into or out of the database: the four kinds that both back ends share.
enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case text(String)
  case bytes([UInt8])

  /// An unsigned number; the database has only signed ones of 64 bits.
  static func number(_ value: UInt64, _ name: String) throws(StorageError) -> SQLValue {
    guard let signed = Int64(exactly: value) else {
      throw .invalid(reason: "\(name) \(value) is above \(Int64.max)")
    }
    return .integer(signed)
  }
}

/// One row of an answer, its columns in the order of the query.
///
/// A column of an unexpected kind means that something else wrote into the database: `corrupt`.
struct ResultRow: Hashable, Sendable {
  let values: [SQLValue]

  func integer(_ column: Int) throws(StorageError) -> Int64 {
    guard case .integer(let value) = values[column] else { throw unexpected(column) }
    return value
  }

  func number(_ column: Int) throws(StorageError) -> UInt64 {
    guard case .integer(let value) = values[column], value >= 0 else { throw unexpected(column) }
    return UInt64(value)
  }

  func optionalNumber(_ column: Int) throws(StorageError) -> UInt64? {
    values[column] == .null ? nil : try number(column)
  }

  func text(_ column: Int) throws(StorageError) -> String {
    guard case .text(let value) = values[column] else { throw unexpected(column) }
    return value
  }

  func bytes(_ column: Int) throws(StorageError) -> [UInt8] {
    guard case .bytes(let value) = values[column] else { throw unexpected(column) }
    return value
  }

  private func unexpected(_ column: Int) -> StorageError {
    .corrupt(path: "database", reason: "column \(column) of a row holds \(values[column])")
  }
}
