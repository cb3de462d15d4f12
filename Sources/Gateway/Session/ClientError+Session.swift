import Wire

extension ClientError {
  static var takenOver: ClientError {
    ClientError(.takenOver, "This character is played from somewhere else now.", isFatal: true)
  }

  static var tooManyLogins: ClientError {
    ClientError(
      .rateLimited, "Too many log-ins from this address.", retryAfterMilliseconds: 1_000,
      isFatal: false)
  }

  static var noRoom: ClientError {
    ClientError(
      .full, "This server has no room at the moment.",
      retryAfterMilliseconds: UInt32.random(in: 2_000...10_000), isFatal: false)
  }

  /// Come back at another gateway, or here when it is up again; not all at once.
  static func shuttingDown(spread: UInt32) -> ClientError {
    ClientError(
      .shuttingDown, "This gateway stops; your character waits for you.",
      retryAfterMilliseconds: 500 + UInt32.random(in: 0...max(1, spread)), isFatal: true)
  }
}
