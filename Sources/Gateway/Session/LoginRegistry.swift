import Logging
import Model
import Security
import Storage
import Wire

/// Grants log-ins and ends them, by asking storage; never on an event loop's time.
struct LoginRegistry: Sendable {
  let store: any Store
  let maps: [MapID: WorldMap]
  /// At least one.
  let starts: [StartPlace]
  /// Milliseconds since 1970: tickets end by it.
  let wallClock: @Sendable () -> UInt64
  let logger: Logger

  /// A new guest, the one who was here before, or a character of an account.
  func grant(_ request: LoginRequest) async throws(ClientError) -> SessionLogin {
    switch request {
    case .guest(let name): try await guest(name?.text)
    case .resume(let token): try await resume(token)
    case .ticket(let ticket): try await redeem(ticket)
    }
  }

  /// The new session is used: the token before it is void. When storage is away that token stays
  /// valid a little longer, which harms nobody.
  func confirm(_ character: CharacterID, _ generation: SessionGeneration) async {
    do throws(StorageError) {
      _ = try await store.confirmSession(character, generation: generation)
    } catch {
      log("A session could not be confirmed", character, error)
    }
  }

  /// Ends a session for good: a guest goes with its character, anybody else keeps theirs. Does
  /// nothing when a newer log-in plays the character.
  func end(_ account: AccountID, _ character: CharacterID, _ generation: SessionGeneration) async {
    do throws(StorageError) {
      if try await store.removeGuest(account, generation: generation) { return }
      _ = try await store.closeSession(character, generation: generation)
    } catch {
      log("A session could not be closed", character, error)
    }
  }

  private func guest(_ wish: String?) async throws(ClientError) -> SessionLogin {
    if let wish {
      // Nobody shall pass for a character of an account.
      let isTaken = try await ask { () async throws(StorageError) in
        try await store.isCharacterName(taken: wish)
      }
      if isTaken {
        throw ClientError(.badName, "This name belongs to a player.", isFatal: false)
      }
    }
    let name = wish ?? Self.givenName()
    let (token, hash) = try Self.freshToken()
    guard let start = starts.randomElement(),
      let region = maps[start.map]?.grid.region(at: start.position)
    else { throw Self.unavailable }
    let guest = try await ask { () async throws(StorageError) in
      try await store.createGuest(name: name, map: start.map, position: start.position)
    }
    let generation = try await ask { () async throws(StorageError) in
      try await store.openSession(guest.character, token: hash)
    }
    guard let generation else { throw Self.unavailable }
    return SessionLogin(
      account: guest.account, character: guest.character, generation: generation, name: name,
      token: token, way: .guest,
      place: SessionPlace(
        region: region, sequence: .none, acknowledged: .none, hasPlayed: false))
  }

  private func resume(_ old: ResumeToken) async throws(ClientError) -> SessionLogin {
    let (token, hash) = try Self.freshToken()
    guard let oldHash = old.storedHash else { throw Self.unavailable }
    let resumed = try await ask { () async throws(StorageError) in
      try await store.resumeSession(oldHash, replacing: hash)
    }
    guard let resumed else {
      throw ClientError(.badToken, "This session is over; log in again.", isFatal: false)
    }
    return try await login(resumed, token, .resume)
  }

  private func redeem(_ ticket: ResumeToken) async throws(ClientError) -> SessionLogin {
    let (token, hash) = try Self.freshToken()
    guard let ticketHash = ticket.storedHash else { throw Self.unavailable }
    let moment = Int64(clamping: wallClock())
    let opened = try await ask { () async throws(StorageError) in
      try await store.redeemTicket(ticketHash, opening: hash, at: moment)
    }
    guard let opened else {
      throw ClientError(
        .badToken, "This ticket was used, is too old or none; get another one.", isFatal: false)
    }
    return try await login(opened, token, .ticket)
  }

  /// A session that storage has opened, of a character that was in the world before.
  private func login(
    _ session: ResumedSession, _ token: ResumeToken, _ way: SessionLogin.Way
  ) async throws(ClientError) -> SessionLogin {
    let row = try await ask { () async throws(StorageError) in
      try await store.character(session.character)
    }
    guard let row, let region = region(of: row) else { throw Self.unavailable }
    return SessionLogin(
      account: session.account, character: session.character, generation: session.generation,
      name: row.name, token: token, way: way,
      place: SessionPlace(
        region: region, sequence: row.holding.sequence,
        acknowledged: row.body.inputs.lastInput, hasPlayed: row.holding.holder != nil))
  }

  /// The region to ask for a character: the one that holds it, or the one of its stored position.
  private func region(of row: CharacterRow) -> RegionID? {
    row.holding.holder ?? maps[row.body.map]?.grid.region(at: row.body.position)
  }

  private func ask<Answer: Sendable>(
    _ operation: () async throws(StorageError) -> Answer
  ) async throws(ClientError) -> Answer {
    do throws(StorageError) {
      return try await operation()
    } catch {
      logger.warning("A log-in failed", metadata: ["error": "\(error)"])
      throw Self.unavailable
    }
  }

  private func log(_ what: Logger.Message, _ character: CharacterID, _ error: StorageError) {
    logger.warning(what, metadata: ["character": "\(character)", "error": "\(error)"])
  }
}

extension LoginRegistry {
  private static var unavailable: ClientError {
    ClientError(
      .unavailable, "The server cannot look you up at the moment; try again.",
      retryAfterMilliseconds: UInt32.random(in: 500...3_000), isFatal: false)
  }

  /// A name for a guest who wished for none.
  private static func givenName() -> String { "Guest \(Int.random(in: 10_000...99_999))" }

  private static func freshToken() throws(ClientError) -> (ResumeToken, TokenHash) {
    guard let token = try? ResumeToken.generate(), let hash = token.storedHash else {
      throw unavailable
    }
    return (token, hash)
  }
}

extension ResumeToken {
  /// What storage knows of it.
  fileprivate var storedHash: TokenHash? { try? TokenHash(hash()) }
}
