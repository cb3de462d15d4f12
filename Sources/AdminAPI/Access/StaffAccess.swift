import Cluster
import Logging
import Metrics
import Model
import Security
import Storage
import Synchronization

/// Who may come in: the accounts of staff, their sessions, and the user of the environment.
///
/// An unknown name and a wrong password get the same answer after the same work. Passwords are
/// hashed off the event loops; codes are looked at inside of storage, so that none is taken twice
/// whatever is sent at once and to however many admin processes.
public final class StaffAccess: Sendable {
  let store: any Store
  let settings: AccessSettings
  let credentials: AdminCredentials?
  let passwords = PasswordLine()
  let clock: any Model.Clock
  let logger: Logger
  private let wallClock: @Sendable () -> Int64
  private let ledger = Mutex(FailureLedger())
  /// What a password is compared with when there is no such account. Nothing matches it.
  private let decoy: String

  /// - Parameters:
  ///   - credentials: the user of the environment; nil: there is none.
  ///   - wallClock: milliseconds since 1970: ends of sessions and codes are decided by it.
  public init(
    store: any Store, credentials: AdminCredentials?, settings: AccessSettings = AccessSettings(),
    clock: any Model.Clock = SystemClock(),
    wallClock: @escaping @Sendable () -> Int64 = SQLiteStore.systemMilliseconds, logger: Logger
  ) throws(SecurityError) {
    self.store = store
    self.credentials = credentials
    self.settings = settings
    self.clock = clock
    self.wallClock = wallClock
    self.logger = logger
    decoy = try PasswordHash.decoy().encoded
  }

  /// Milliseconds since 1970.
  var moment: Int64 { wallClock() }

  // MARK: Tries

  /// Counts a try for all of these, or refuses it for as long as one has to wait.
  ///
  /// - Parameter isCounted: false only looks whether one has to wait.
  func take(_ keys: [FailureLedger.Key], isCounted: Bool = true) throws(AdminRefusal) {
    let now = clock.now
    let wait = ledger.withLock { ledger -> BootTime.Span? in
      let waits = keys.compactMap { ledger.wait($0, now: now) }
      if waits.isEmpty, isCounted { for key in keys { ledger.failed(key, now: now) } }
      return waits.max()
    }
    guard let wait else { return }
    Counter(label: "pangea_admin_blocked_total").increment()
    throw AdminRefusal(
      .rateLimited, "Too many wrong passwords; try again later.",
      retryAfterMilliseconds: (wait.microseconds + 999) / 1_000)
  }

  /// Takes a try back.
  func giveBack(_ keys: [FailureLedger.Key]) {
    ledger.withLock { ledger in for key in keys { ledger.forgive(key) } }
  }

  /// Something was wrong; the log does not say what was typed, which may be anything.
  func noteFailure(from remote: String) {
    Counter(label: "pangea_admin_wrong_credentials_total").increment()
    logger.warning("wrong credentials", metadata: ["address": "\(remote)"])
  }

  // MARK: Passwords

  /// Whether this is the password; without a hash it is wrong after the same work.
  func matches(_ password: String, _ encoded: String?) async throws(AdminRefusal) -> Bool {
    let text = encoded ?? decoy
    let matches = await passwords.run {
      (try? PasswordHash(encoded: text).matches(password)) ?? false
    }
    guard let matches else { throw .overloaded }
    return matches && encoded != nil
  }

  func hash(_ password: String) async throws(AdminRefusal) -> String {
    let hashed = await passwords.run { try? PasswordHash(password: password).encoded }
    guard let hashed else { throw .overloaded }
    guard let hash = hashed else { throw AdminRefusal(.failed, "The password cannot be hashed.") }
    return hash
  }
}
