import Foundation
import GRDB
import Metrics
import Storage
import Synchronization
import Testing

/// The two ways to store; every test of what a store does runs on both.
enum BackEnd: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgreSQL

  var testDescription: String { rawValue }
}

/// How many databases of PostgreSQL servers tests have at once.
///
/// Tests start all together, however many there are. Each with its stores' connections, they would
/// have hundreds of server processes and some gigabytes of new databases at the same moment.
enum DatabaseSlots {
  private struct State {
    /// More than the tests that hold one while they wait for another.
    var free = 24
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private static let state = Mutex(State())

  static func take() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  static func giveBack() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      state.free += 1
      return nil
    }
    next?.resume()
  }
}

/// An empty database for one test, gone when the test is over.
final class TestDatabase: Sendable {
  let backEnd: BackEnd
  /// What a test may also put files into.
  let folder: TemporaryFolder
  /// As `--storage` names it.
  let url: String
  private let server: (TestServer, name: String)?

  init(_ backEnd: BackEnd, on server: TestServer? = nil) async throws {
    self.backEnd = backEnd
    folder = try TemporaryFolder()
    switch backEnd {
    case .sqlite:
      self.server = nil
      url = "sqlite:\(folder.database)"
    case .postgreSQL:
      let shared = if let server { server } else { try await TestServer.shared() }
      await DatabaseSlots.take()
      let name: String
      do { name = try shared.makeDatabase() } catch {
        DatabaseSlots.giveBack()
        throw error
      }
      self.server = (shared, name)
      url = shared.url(name)
    }
  }

  deinit {
    guard let server else { return }
    server.0.drop(server.name)
    DatabaseSlots.giveBack()
  }

  /// A store on it, as each process has one.
  func open(
    schema: SchemaPolicy = .migrate, metrics: (any MetricsFactory)? = nil,
    wallClock: @escaping @Sendable () -> Int64 = SQLiteStore.systemMilliseconds
  ) async throws -> any Store {
    switch try StoreLocation.parse(url) {
    case .sqlite(let path):
      try await SQLiteStore.open(
        path: path, schema: schema, metrics: metrics, wallClock: wallClock)
    case .postgreSQL(let location):
      try await PostgreSQLStore.open(
        location, schema: schema, metrics: metrics, wallClock: wallClock)
    }
  }

  /// Runs a statement beside the store. Answers the first column of what it found.
  @discardableResult
  func execute(_ sql: String) async throws -> [String] {
    switch backEnd {
    case .sqlite:
      let queue = try DatabaseQueue(path: folder.database)
      return try await queue.write { database in
        try Row.fetchAll(database, sql: sql).compactMap { row in
          row.databaseValues.first.map { "\($0)" }
        }
      }
    case .postgreSQL: return try SQLConsole(url).execute(sql)
    }
  }

  /// Whether an error of `execute` says that a constraint forbids the statement.
  func isConstraint(_ error: any Error) -> Bool {
    switch error {
    case let error as DatabaseError: error.resultCode == .SQLITE_CONSTRAINT
    case let error as SQLRefusal: error.isConstraint
    default: false
    }
  }

  /// The tables, in order of their names.
  func tables() async throws -> [String] {
    switch backEnd {
    case .sqlite:
      let queue = try DatabaseQueue(path: folder.database)
      return try await queue.read { database in
        try String.fetchAll(
          database,
          sql: """
            SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
            ORDER BY name
            """)
      }
    case .postgreSQL:
      return try SQLConsole(url).execute(
        """
        SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'
        ORDER BY table_name COLLATE "C"
        """)
    }
  }
}
