import FoundationEssentials
import NIOCore

/// What clients send, as JSON. Fields that are not known are ignored.
enum AccountDocument {
  /// `{"name":…,"password":…}`, to register and to log in.
  struct Credentials: Decodable, Sendable {
    var name: String
    var password: String
  }

  /// `{"name":…}`, of a new character.
  struct NewCharacter: Decodable, Sendable {
    var name: String
  }

  /// `{"character":…}`, a number or its digits.
  struct TicketWish: Decodable, Sendable {
    var character: UInt64

    enum CodingKeys: String, CodingKey { case character }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      if let number = try? container.decode(UInt64.self, forKey: .character) {
        character = number
      } else if let number = UInt64(try container.decode(String.self, forKey: .character)) {
        character = number
      } else {
        throw DecodingError.dataCorruptedError(
          forKey: .character, in: container, debugDescription: "no number")
      }
    }
  }

  /// The document in a request's body.
  static func read<Document: Decodable>(
    _ type: Document.Type, _ body: ByteBuffer
  ) throws(AccountRefusal) -> Document {
    do {
      return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    } catch {
      throw AccountRefusal(.malformed, "The body is not the JSON that this address takes.")
    }
  }
}
