import Logging
import Metrics
import Model
import Security
import Storage
import Synchronization

/// What accounts may do, whatever carries their wishes: register, log in, make characters, and get
/// the tickets with which these are played. Nothing here runs on an event loop's time.
final class Accounts: Sendable {
  /// What one gateway's accounts are made of.
  struct Settings: Sendable {
    var limits = AccountLimits()
    /// Where new characters begin, one of them at random.
    var starts: [StartPlace]
    /// Signs session tokens; nil: the gateways share one in storage.
    var tokenKey: [UInt8]?
    /// Milliseconds since 1970: ends of tokens and tickets are told by it.
    var wallClock: @Sendable () -> UInt64
  }

  /// A log-in that succeeded.
  struct LogIn: Sendable {
    var token: String
    /// Milliseconds since 1970.
    var expiresAt: Int64
    var characters: [CharacterRow]
  }

  /// A ticket for one log-in over the WebSocket.
  struct Ticket: Sendable {
    var text: String
    /// Milliseconds since 1970.
    var expiresAt: Int64
  }

  let settings: Settings
  let store: any Store
  let passwords: PasswordQueue
  private let clock: any Model.Clock
  private let logger: Logger
  private let requests: TryBook<AddressKey>
  private let registrations: TryBook<AddressKey>
  private let addressFailures: TryBook<AddressKey>
  private let accountFailures: TryBook<String>
  private let tickets: TryBook<AccountID>
  private let key = Mutex<[UInt8]?>(nil)
  /// What a password is compared with when there is no such account. Nothing matches it.
  private let decoy: String

  init(
    _ settings: Settings, store: any Store, clock: any Model.Clock, logger: Logger
  ) throws(SecurityError) {
    let limits = settings.limits
    self.settings = settings
    self.store = store
    self.clock = clock
    self.logger = logger
    passwords = PasswordQueue(
      atOnce: limits.hashesMax, waitingMax: limits.hashesWaitingMax)
    requests = TryBook(
      TryRate(milliseconds: limits.requestMilliseconds, burst: limits.requestsBurstMax),
      limit: limits.triesMax)
    registrations = TryBook(
      TryRate(milliseconds: limits.registrationMilliseconds, burst: limits.registrationsBurstMax),
      limit: limits.triesMax)
    addressFailures = TryBook(
      TryRate(
        milliseconds: limits.addressFailureMilliseconds, burst: limits.addressFailuresBurstMax),
      limit: limits.triesMax)
    accountFailures = TryBook(
      TryRate(
        milliseconds: limits.accountFailureMilliseconds, burst: limits.accountFailuresBurstMax),
      limit: limits.triesMax)
    tickets = TryBook(
      TryRate(milliseconds: limits.ticketMilliseconds, burst: limits.ticketsBurstMax),
      limit: limits.triesMax)
    decoy = try PasswordHash.decoy().encoded
  }

  private var now: Int64 { Int64(clamping: settings.wallClock()) }

  /// Counts one request of an address, of whatever kind.
  func admit(_ address: AddressKey) throws(AccountRefusal) {
    try take(requests, address, "Too many requests from this address.")
  }

  private func take<Key>(
    _ book: TryBook<Key>, _ key: Key, _ message: String
  ) throws(AccountRefusal) {
    if let milliseconds = book.take(key, now: clock.now) {
      throw .rateLimited(message, milliseconds)
    }
  }

  func ask<Answer: Sendable>(
    _ operation: () async throws(StorageError) -> Answer
  ) async throws(AccountRefusal) -> Answer {
    do throws(StorageError) {
      return try await operation()
    } catch {
      logger.warning("A request of an account failed", metadata: ["error": "\(error)"])
      throw .unavailable
    }
  }

  /// The result of hashing; a refusal when too many wait or OpenSSL failed.
  private func hash<Answer: Sendable>(
    _ work: @escaping @Sendable () throws(SecurityError) -> Answer
  ) async throws(AccountRefusal) -> Answer {
    let result = await passwords.run { Result(catching: work) }
    switch result {
    case nil: throw .overloaded
    case .success(let answer): return answer
    case .failure(let error):
      logger.error("A password could not be hashed", metadata: ["error": "\(error)"])
      throw .unavailable
    }
  }
}

// MARK: Register and log in

extension Accounts {
  /// A new account.
  func register(
    name: String, password: String, from address: AddressKey
  ) async throws(AccountRefusal) -> AccountID {
    guard let name = CharacterName(name)?.text else { throw .badName }
    try check(password: password)
    try take(registrations, address, "Too many new accounts from this address.")
    do throws(AccountRefusal) {
      // Before the work: who wishes for a name that is taken shall not wait for it.
      let other = try await ask { () async throws(StorageError) in
        try await store.account(named: name)
      }
      guard other == nil else { throw .nameTaken }
      let hash = try await hash { () throws(SecurityError) in
        try PasswordHash(password: password).encoded
      }
      let made = try await ask { () async throws(StorageError) in
        try await store.register(account: name, passwordHash: hash)
      }
      guard let made else { throw .nameTaken }
      Counter(label: "pangea_gateway_registrations_total").increment()
      return made
    } catch {
      if error.code.isPassing {
        registrations.giveBack(address, now: clock.now)
      }
      throw error
    }
  }

  /// A session token and the characters of the account. Unknown names and wrong passwords cost the
  /// same work and get the same answer.
  func logIn(
    name: String, password: String, from address: AddressKey
  ) async throws(AccountRefusal) -> LogIn {
    try take(addressFailures, address, "Too many failed log-ins from this address.")
    // What is no name has no account: nothing to find out by trying.
    guard let name = CharacterName(name)?.text else { throw .badCredentials }
    let key = NameKey.key(of: name)
    try take(accountFailures, key, "Too many failed log-ins to this account.")
    do throws(AccountRefusal) {
      let account = try await authenticated(name, password)
      giveBack(key, address)
      return try await logIn(account)
    } catch {
      if error.code.isPassing { giveBack(key, address) }
      throw error
    }
  }

  private func giveBack(_ key: String, _ address: AddressKey) {
    accountFailures.giveBack(key, now: clock.now)
    addressFailures.giveBack(address, now: clock.now)
  }

  private func authenticated(
    _ name: String, _ password: String
  ) async throws(AccountRefusal) -> AccountRow {
    let row = try await ask { () async throws(StorageError) in
      try await store.account(named: name)
    }
    let stored = row?.passwordHash ?? decoy
    let (matches, renewed) = try await hash { () throws(SecurityError) -> (Bool, String?) in
      let hash = try PasswordHash(encoded: stored)
      guard try hash.matches(password) else { return (false, nil) }
      return (true, hash.isOutdated ? try PasswordHash(password: password).encoded : nil)
    }
    guard let row, matches else { throw .badCredentials }
    if let renewed {
      _ = try await ask { () async throws(StorageError) in
        try await store.replacePasswordHash(of: row.id, stored, with: renewed)
      }
    }
    return row
  }

  private func logIn(_ account: AccountRow) async throws(AccountRefusal) -> LogIn {
    let expiresAt = now + settings.limits.tokenSeconds * 1_000
    let token = SessionToken(
      account: account.id.rawValue, stamp: account.tokenStamp, expiresAt: expiresAt)
    let key = try await tokenKey()
    guard let text = try? token.signed(with: key) else { throw .unavailable }
    return LogIn(
      token: text, expiresAt: expiresAt, characters: try await characters(of: account.id))
  }

  private func check(password: String) throws(AccountRefusal) {
    let limits = settings.limits
    let allowed = limits.passwordCharactersMin...limits.passwordCharactersMax
    guard allowed.contains(password.count),
      password.utf8.count <= SecurityLimits.passwordBytesMax
    else {
      throw AccountRefusal(
        .badPassword,
        "A password has \(allowed.lowerBound) to \(allowed.upperBound) characters.")
    }
  }

  /// The same for all gateways of the cluster.
  private func tokenKey() async throws(AccountRefusal) -> [UInt8] {
    if let known = settings.tokenKey ?? key.withLock({ $0 }) { return known }
    guard let fresh = try? SecureRandom.bytes(32) else { throw .unavailable }
    let shared = try await ask { () async throws(StorageError) in
      try await store.sharedKey("session-tokens", proposing: fresh)
    }
    key.withLock { $0 = shared }
    return shared
  }
}

// MARK: With a session token

extension Accounts {
  /// Whose token this is; a refusal when it was not signed here, has expired, or was revoked.
  func account(token text: String) async throws(AccountRefusal) -> AccountRow {
    let key = try await tokenKey()
    guard let token = try? SessionToken(text: text, key: key), now < token.expiresAt else {
      throw .unauthorized
    }
    let row = try await ask { () async throws(StorageError) in
      try await store.account(AccountID(token.account))
    }
    guard let row, row.tokenStamp == token.stamp else { throw .unauthorized }
    return row
  }

  /// Voids every session token and unused ticket of the account, at all gateways.
  func logOut(_ account: AccountRow) async throws(AccountRefusal) {
    // False: somebody else did it at the same moment.
    _ = try await ask { () async throws(StorageError) in
      try await store.revokeTokens(of: account.id, stamp: account.tokenStamp)
    }
  }

  func characters(of account: AccountID) async throws(AccountRefusal) -> [CharacterRow] {
    try await ask { () async throws(StorageError) in try await store.characters(of: account) }
  }

  func createCharacter(
    of account: AccountID, name: String
  ) async throws(AccountRefusal) -> (id: CharacterID, name: String) {
    guard let name = CharacterName(name)?.text else { throw .badName }
    guard let start = settings.starts.randomElement() else { throw .unavailable }
    let max = settings.limits.charactersMax
    let made = try await ask { () async throws(StorageError) in
      try await store.createCharacter(
        of: account, name: name, map: start.map, position: start.position, max: max)
    }
    switch made {
    case .created(let id): return (id, name)
    case .nameTaken: throw .nameTaken
    case .full:
      throw AccountRefusal(.tooManyCharacters, "An account has at most \(max) characters.")
    case .unknownAccount: throw .unauthorized
    }
  }

  /// A ticket for a character of the account; an earlier one of the character is void.
  func ticket(
    for character: CharacterID, of account: AccountID
  ) async throws(AccountRefusal) -> Ticket {
    try take(tickets, account, "Too many log-ins of this account.")
    let unknown = AccountRefusal(.unknownCharacter, "You have no such character.")
    // Storage issues no such numbers, and takes none.
    guard character.rawValue <= Int64.max else { throw unknown }
    guard let ticket = try? ResumeToken.generate(), let bytes = try? ticket.hash(),
      let hash = try? TokenHash(bytes)
    else { throw .unavailable }
    let expiresAt = now + settings.limits.ticketSeconds * 1_000
    let issued = try await ask { () async throws(StorageError) in
      try await store.issueTicket(hash, for: character, of: account, expiresAt: expiresAt)
    }
    guard issued else { throw unknown }
    return Ticket(text: ticket.text, expiresAt: expiresAt)
  }
}

extension AccountRefusal {
  fileprivate static var badName: AccountRefusal {
    AccountRefusal(
      .badName, "A name has 2 to 24 letters and digits, with single spaces or - ' _ . between.")
  }

  fileprivate static var nameTaken: AccountRefusal {
    AccountRefusal(.nameTaken, "That name is taken.")
  }

  fileprivate static var badCredentials: AccountRefusal {
    AccountRefusal(.badCredentials, "Name or password is wrong.")
  }
}
