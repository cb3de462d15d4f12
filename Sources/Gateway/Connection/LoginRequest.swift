import Security
import Wire

/// How a client wants to be known: as a new guest, as who it was, or as a character of an account.
enum LoginRequest: Hashable, Sendable {
  /// nil: the server gives a name.
  case guest(CharacterName?)
  case resume(ResumeToken)
  /// A character of an account, once.
  case ticket(ResumeToken)

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

  /// The ticket's text, as `/api/ticket` gave it.
  init(ticket bytes: [UInt8]) throws(ClientError) {
    guard let ticket = ResumeToken(text: String(decoding: bytes, as: UTF8.self)) else {
      throw ClientError(.badToken, "A ticket has 43 characters.", isFatal: false)
    }
    self = .ticket(ticket)
  }
}
