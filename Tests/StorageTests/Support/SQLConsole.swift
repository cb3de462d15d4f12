import CPostgreSQL
import Storage

/// What somebody types into PostgreSQL beside the store.
final class SQLConsole {
  private let handle: OpaquePointer?

  init(_ url: String) throws {
    handle = PQconnectdb(url)
    guard PQstatus(handle) == CONNECTION_OK else {
      throw TestFailure(String(cString: PQerrorMessage(handle)))
    }
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
  }

  deinit { PQfinish(handle) }

  /// Runs statements; answers the first column of what the last one found.
  @discardableResult
  func execute(_ sql: String) throws -> [String] {
    let result = PQexec(handle, sql)
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
      let state = PQresultErrorField(result, CInt(UInt8(ascii: "C"))).map { String(cString: $0) }
      throw SQLRefusal(state: state ?? "", message: String(cString: PQerrorMessage(handle)))
    }
    return (0..<PQntuples(result)).map { String(cString: PQgetvalue(result, $0, 0)) }
  }
}

/// PostgreSQL refused a statement.
struct SQLRefusal: Error {
  let state: String
  let message: String

  var isConstraint: Bool { state.hasPrefix("23") }
}
