import Foundation

/// What one thread of the pool does: it keeps a connection and runs transactions on it, again when
/// they collided with others or lost their connection before they were committed.
final class PostgreSQLWorker {
  private let location: PostgreSQLLocation
  private let health: PostgreSQLHealth
  private let metrics: PostgreSQLMetrics
  private var connection: PostgreSQLConnection?

  init(
    _ location: PostgreSQLLocation, _ health: PostgreSQLHealth, _ metrics: PostgreSQLMetrics
  ) {
    self.location = location
    self.health = health
    self.metrics = metrics
  }

  func disconnect() { connection = nil }

  /// What came of one try.
  private enum Attempt<Answer> {
    case done(Answer)
    case failed(StorageError)
    /// Surely nothing was written, and it may go better next time.
    case again(StorageError)
  }

  /// Runs a transaction to its end.
  ///
  /// - Parameter deadline: when whoever asked gives up waiting.
  func transact<Answer>(
    _ access: PostgreSQLTransaction.Access, until deadline: ContinuousClock.Instant,
    _ prelude: [PostgreSQLStatement] = [],
    _ body: (PostgreSQLTransaction) throws(StorageError) -> Answer
  ) -> Result<Answer, StorageError> {
    var last = StorageError.busy
    for attempt in 1...StorageLimits.attemptsMax where ContinuousClock.now < deadline {
      do throws(StorageError) {
        let connection = try connected(until: deadline)
        connection.begin([access.begin] + prelude, until: deadline)
        switch self.attempt(on: connection, access, body) {
        case .done(let answer): return .success(answer)
        case .failed(let error): return .failure(error)
        case .again(let error):
          metrics.retried(self.connection == nil ? .lost : .collision)
          last = error
        }
      } catch {
        return .failure(error)
      }
      pause(after: attempt)
    }
    return .failure(last)
  }

  private func attempt<Answer>(
    on connection: PostgreSQLConnection, _ access: PostgreSQLTransaction.Access,
    _ body: (PostgreSQLTransaction) throws(StorageError) -> Answer
  ) -> Attempt<Answer> {
    let answer: Answer
    do throws(StorageError) {
      answer = try body(PostgreSQLTransaction(connection: connection, access: access))
    } catch {
      return undo(on: connection, error)
    }
    guard connection.isTouched else { return .done(answer) }
    do throws(PostgreSQLFailure) {
      let end = try connection.execute(PostgreSQLStatement(sql: "COMMIT"))
      guard end.command == "COMMIT" else {
        return .failed(.unavailable(reason: "the server rolled the transaction back"))
      }
      return .done(answer)
    } catch {
      if case .write = access { return afterCommit(on: connection, error) }
      disconnect()  // what it read is no less true
      return .done(answer)
    }
  }

  /// The transaction ended before its commit was sent: nothing of it is there.
  private func undo<Answer>(
    on connection: PostgreSQLConnection, _ error: StorageError
  ) -> Attempt<Answer> {
    guard connection.isTouched else { return .failed(error) }
    let failure = connection.failure
    connection.deferred = []
    if connection.isBroken {
      disconnect()
      guard case .lost(let reason)? = failure else { return .again(error) }
      if reason == PostgreSQLConnection.timeOut {
        health.failed(reason, since: .now)
        return .failed(error)
      }
      return .again(error)
    }
    _ = try? connection.execute(PostgreSQLStatement(sql: "ROLLBACK"))
    if connection.isBroken { disconnect() }
    guard let failure else {
      // The operation itself found that another was faster.
      return error == .busy ? .again(error) : .failed(error)
    }
    guard failure.isPassing else { return .failed(error) }
    // What was prepared for another schema is forgotten with the connection.
    if failure.isOfPreparation { disconnect() }
    return .again(error)
  }

  /// The commit was sent. Unless the server refused it, nobody knows what became of it.
  private func afterCommit<Answer>(
    on connection: PostgreSQLConnection, _ failure: PostgreSQLFailure
  ) -> Attempt<Answer> {
    if connection.isBroken { disconnect() }
    switch failure {
    case .refused where failure.isPassing: return .again(StorageError(failure))
    case .refused where !failure.isParting: return .failed(StorageError(failure))
    case .refused(_, let reason), .lost(let reason), .unexpected(let reason):
      disconnect()
      return .failed(
        .unavailable(
          reason: "\(reason) (while a transaction was being committed: its outcome is unknown)"))
    }
  }

  private func connected(
    until deadline: ContinuousClock.Instant
  ) throws(StorageError) -> PostgreSQLConnection {
    if let connection { return connection }
    if let reason = health.reasonNotToConnect() { throw .unavailable(reason: reason) }
    let began = ContinuousClock.now
    let latest = began + .milliseconds(StorageLimits.connectMillisecondsMax)
    do throws(PostgreSQLFailure) {
      let opened = try PostgreSQLConnection(location, until: min(latest, deadline))
      health.connected()
      metrics.connects(succeeded: true)
      connection = opened
      return opened
    } catch {
      let error = StorageError(error)
      metrics.connects(succeeded: false)
      if case .unavailable(let reason) = error { health.failed(reason, since: began) }
      throw error
    }
  }

  /// Transactions that collided come back at different moments.
  private func pause(after attempt: Int) {
    usleep(UInt32.random(in: 0...2_000) * UInt32(attempt))
  }
}
