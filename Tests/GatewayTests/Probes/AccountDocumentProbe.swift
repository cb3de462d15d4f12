import NIOCore

@testable import Gateway

/// Bodies of requests about accounts. The first byte says which: `c` credentials, `n` a new
/// character, any other the wish for a ticket.
enum AccountDocumentProbe {
  static func verdict(of bytes: [UInt8]) -> String {
    guard let first = bytes.first else { return "empty" }
    let body = ByteBuffer(bytes: bytes.dropFirst())
    do throws(AccountRefusal) {
      switch first {
      case UInt8(ascii: "c"):
        let wish = try AccountDocument.read(AccountDocument.Credentials.self, body)
        return "credentials, \(name(wish.name))"
      case UInt8(ascii: "n"):
        let wish = try AccountDocument.read(AccountDocument.NewCharacter.self, body)
        return "character, \(name(wish.name))"
      default:
        let wish = try AccountDocument.read(AccountDocument.TicketWish.self, body)
        return "ticket for \(wish.character)"
      }
    } catch {
      guard error.code == .malformed, !error.message.isEmpty else { return "broken: the refusal" }
      return "refused"
    }
  }

  private static func name(_ text: String) -> String {
    guard let name = CharacterName(text) else { return "no name" }
    guard name.text.utf8.count <= CharacterName.bytesMax, CharacterName(name.text) == name else {
      return "broken: the name"
    }
    let first = name.text.unicodeScalars.first?.properties.isAlphabetic == true
    return first ? "a name" : "a name of a digit first"
  }
}
