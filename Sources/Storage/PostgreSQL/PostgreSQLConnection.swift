import CPostgreSQL
import Foundation

/// One connection to the server, used by one thread. It blocks, but never longer than it is told.
///
/// It stays in libpq's pipeline mode: several statements go out together and cost one round trip.
final class PostgreSQLConnection {
  let location: PostgreSQLLocation
  /// Why a connection was given up whose server may only be slow.
  static let timeOut = "the server did not answer in time"

  /// What went wrong last; nil since `begin`.
  private(set) var failure: PostgreSQLFailure?
  /// Nothing more can be done with it.
  private(set) var isBroken = false
  /// Whether anything was sent since `begin`.
  private(set) var isTouched = false
  /// Statements that go out with the next one, before it.
  var deferred: [PostgreSQLStatement] = []

  private let handle: OpaquePointer
  private var prepared: [PostgreSQLStatement.Key: String] = [:]
  /// How many names statements have had.
  private var names = 0
  /// When whoever waits for an answer gives up.
  private var deadline: ContinuousClock.Instant

  /// Connects, logs in and sets the session up.
  init(
    _ location: PostgreSQLLocation, until deadline: ContinuousClock.Instant
  ) throws(PostgreSQLFailure) {
    guard let handle = Self.start(location) else { throw .lost(reason: "there is no memory") }
    self.location = location
    self.handle = handle
    self.deadline = deadline
    try connect()
    try setUp()
  }

  deinit { PQfinish(handle) }

  /// Gets ready for a transaction that has until then. These statements go before its first.
  func begin(_ statements: [PostgreSQLStatement], until deadline: ContinuousClock.Instant) {
    failure = nil
    isTouched = false
    deferred = statements
    self.deadline = deadline
  }

  /// Sends what was deferred and one statement, and waits for the answer to that.
  func execute(_ statement: PostgreSQLStatement) throws(PostgreSQLFailure) -> PostgreSQLAnswer {
    let statements = deferred + [statement]
    deferred = []
    isTouched = true
    do throws(PostgreSQLFailure) {
      return try exchange(statements)
    } catch {
      failure = error
      if case .lost = error { isBroken = true }
      if error.isParting { isBroken = true }
      throw error
    }
  }

  // MARK: Connecting

  /// Begins to connect. The lookup of the host's name may block for as long as the system lets it.
  private static func start(_ location: PostgreSQLLocation) -> OpaquePointer? {
    let settings = defaults.merging(location.parameters) { $1 }.sorted { $0.key < $1.key }
    let keywords = settings.map { strdup($0.key) }
    let values = settings.map { strdup($0.value) }
    defer { (keywords + values).forEach { free($0) } }
    return PQconnectStartParams(
      keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 0)
  }

  /// A server that is gone without a word is noticed within about 10 s also while nobody asks.
  private static let defaults = [
    "application_name": "pangea", "client_encoding": "UTF8", "keepalives_idle": "5",
    "keepalives_interval": "2", "keepalives_count": "3", "tcp_user_timeout": "10000",
  ]

  private func connect() throws(PostgreSQLFailure) {
    var step = PGRES_POLLING_WRITING
    while step != PGRES_POLLING_OK {
      guard PQstatus(handle) != CONNECTION_BAD, step != PGRES_POLLING_FAILED else { throw lost() }
      try wait(
        reading: step == PGRES_POLLING_READING, writing: step == PGRES_POLLING_WRITING)
      step = PQconnectPoll(handle)
    }
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
    guard PQserverVersion(handle) >= Self.serverVersionMin else {
      throw .lost(reason: "the server is older than PostgreSQL 13")
    }
    guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else { throw lost() }
  }

  private static let serverVersionMin: Int32 = 130_000

  private func setUp() throws(PostgreSQLFailure) {
    let settings = [
      ("lock_timeout", StorageLimits.lockMillisecondsMax),
      ("statement_timeout", StorageLimits.busyMillisecondsMax),
      ("idle_in_transaction_session_timeout", StorageLimits.idleTransactionMillisecondsMax),
    ]
    // An answer means that the server's disk has it, whatever the server's own default is.
    let durable = PostgreSQLStatement(
      sql: """
        SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off'
        """)
    _ = try exchange(
      settings.map { PostgreSQLStatement(sql: "SET \($0.0) = \($0.1)") } + [durable])
  }

  // MARK: Sending and receiving

  /// What the server owes an answer for.
  private enum Expected {
    case preparation(PostgreSQLStatement.Key, name: String)
    case answer
  }

  /// Sends statements together; the answer is that of the last. The first refusal is thrown, and
  /// the server skips the others.
  private func exchange(
    _ statements: [PostgreSQLStatement]
  ) throws(PostgreSQLFailure) -> PostgreSQLAnswer {
    var expected: [Expected] = []
    var announced: [PostgreSQLStatement.Key: String] = [:]
    for statement in statements { try send(statement, &announced, &expected) }
    guard PQpipelineSync(handle) == 1 else { throw lost() }
    var answer = PostgreSQLAnswer()
    var failure: PostgreSQLFailure?
    for expected in expected {
      do throws(PostgreSQLFailure) {
        if let next = try receive(expected) { answer = next }
      } catch {
        if case .lost = error { throw error }
        failure = failure ?? error
      }
    }
    guard let end = try result() else { throw lost() }
    let status = PQresultStatus(end)
    PQclear(end)
    guard status == PGRES_PIPELINE_SYNC else { throw lost() }
    if let failure { throw failure }
    return answer
  }

  private func send(
    _ statement: PostgreSQLStatement, _ announced: inout [PostgreSQLStatement.Key: String],
    _ expected: inout [Expected]
  ) throws(PostgreSQLFailure) {
    let key = statement.key
    var name = prepared[key] ?? announced[key]
    if name == nil {
      let isKept = prepared.count + announced.count < StorageLimits.preparedStatementsMax
      let new = isKept ? "p\(names)" : ""
      guard PQsendPrepare(handle, new, key.sql, Int32(key.types.count), key.types) == 1 else {
        throw lost()
      }
      expected.append(.preparation(key, name: new))
      if isKept {
        names += 1
        announced[key] = new
      }
      name = new
    }
    let sent = PostgreSQLParameters(statement.values).withPointers { values, lengths, formats in
      PQsendQueryPrepared(
        handle, name, Int32(statement.values.count), values, lengths, formats, 1)
    }
    guard sent == 1 else { throw lost() }
    expected.append(.answer)
  }

  /// One result and the end of its statement; nil for what was only prepared or was skipped.
  private func receive(_ expected: Expected) throws(PostgreSQLFailure) -> PostgreSQLAnswer? {
    guard let result = try result() else { throw lost() }
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    let failure = status == PGRES_FATAL_ERROR ? refusal(result) : nil
    if let failure, PQstatus(handle) == CONNECTION_BAD { throw parted(failure) }
    guard try self.result() == nil else { throw lost() }
    if let failure { throw failure }
    if status == PGRES_PIPELINE_ABORTED { return nil }
    guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
      throw .unexpected(reason: "an answer of kind \(status.rawValue)")
    }
    if case .preparation(let key, let name) = expected {
      if !name.isEmpty { prepared[key] = name }
      return nil
    }
    return try PostgreSQLAnswer(result)
  }

  /// The next result; nil at the end of those of a statement.
  private func result() throws(PostgreSQLFailure) -> OpaquePointer? {
    while true {
      let unsent = PQflush(handle)
      guard unsent >= 0 || PQisBusy(handle) == 0 else { throw lost() }
      guard PQisBusy(handle) != 0 else { return PQgetResult(handle) }
      try wait(reading: true, writing: unsent > 0)
      // What has come counts also when nothing more will.
      if PQconsumeInput(handle) == 0, PQisBusy(handle) != 0 { throw lost() }
    }
  }

  private func wait(reading: Bool, writing: Bool) throws(PostgreSQLFailure) {
    let events = (reading ? POLLIN : 0) | (writing ? POLLOUT : 0)
    var descriptor = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
    guard descriptor.fd >= 0 else { throw lost() }
    while true {
      let left = deadline - .now
      guard left > .zero else { throw .lost(reason: Self.timeOut) }
      let (seconds, attoseconds) = left.components
      let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
      let ready = poll(&descriptor, 1, Int32(clamping: milliseconds + 1))
      if ready > 0 { return }
      guard ready == 0 || errno == EINTR else { throw lost() }
    }
  }

  // MARK: What went wrong

  private func refusal(_ result: OpaquePointer) -> PostgreSQLFailure {
    let state = PQresultErrorField(result, CInt(UInt8(ascii: "C"))).map { String(cString: $0) }
    let primary = PQresultErrorField(result, CInt(UInt8(ascii: "M"))).map { String(cString: $0) }
    // The detail is left out: it repeats values.
    return .refused(
      state: state ?? "", reason: clean(primary ?? String(cString: PQerrorMessage(handle))))
  }

  /// The server's last word on a connection that it closed.
  private func parted(_ failure: PostgreSQLFailure) -> PostgreSQLFailure {
    guard case .refused(_, let reason) = failure else { return failure }
    return .lost(reason: reason)
  }

  private func lost() -> PostgreSQLFailure {
    let message = clean(String(cString: PQerrorMessage(handle)))
    return .lost(reason: message.isEmpty ? "the connection broke" : message)
  }

  /// One line, of bounded length, without secrets.
  private func clean(_ message: String) -> String {
    let lines = message.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    return String(location.withoutSecrets(lines.joined(separator: "; ")).prefix(300))
  }
}
