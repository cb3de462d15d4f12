import Security
import Wire

/// How a client wants to be known: as a new guest, or as who it was.
enum LoginRequest: Hashable, Sendable {
  /// nil: the server gives a name.
  case guest(CharacterName?)
  case resume(ResumeToken)

  init(guest name: String) throws(ClientError) {
    guard !name.isEmpty else {
      self = .guest(nil)
      return
    }
    guard let name = CharacterName(name) else {
      throw ClientError(
        .badName, "A name has 2 to 24 letters and digits, with single spaces or - ' _ . between.",
        isFatal: false)
    }
    self = .guest(name)
  }

  init(token bytes: [UInt8]) throws(ClientError) {
    guard let token = ResumeToken(bytes: bytes) else {
      throw ClientError(.badToken, "A resume token has 32 bytes.", isFatal: false)
    }
    self = .resume(token)
  }
}
