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
  let logger: Logger

  /// A new guest, or the one who was here before.
  func grant(_ request: LoginRequest) async throws(ClientError) -> SessionLogin {
    switch request {
    case .guest(let name): try await guest(name?.text ?? Self.givenName())
    case .resume(let token): try await resume(token)
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

  private func guest(_ name: String) async throws(ClientError) -> SessionLogin {
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
      token: token, isResumed: false,
      place: SessionPlace(region: region, sequence: .none, acknowledged: .none))
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
    let row = try await ask { () async throws(StorageError) in
      try await store.character(resumed.character)
    }
    guard let row, let region = region(of: row) else { throw Self.unavailable }
    return SessionLogin(
      account: resumed.account, character: resumed.character, generation: resumed.generation,
      name: row.name, token: token, isResumed: true,
      place: SessionPlace(
        region: region, sequence: row.holding.sequence,
        acknowledged: row.body.inputs.lastInput))
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
