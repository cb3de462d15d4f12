import FoundationEssentials
import Model
import NIOCore
import Storage

/// What clients send and get, as JSON. Fields that are not known are ignored.
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

  struct Registered: Encodable {
    var account: UInt64
    var name: String
  }

  struct Character: Encodable {
    var id: UInt64
    var name: String
    var level: Int

    init(id: UInt64, name: String, level: Int = 1) {
      self.id = id
      self.name = name
      self.level = level
    }

    init(_ row: CharacterRow) {
      self.init(id: row.id.rawValue, name: row.name, level: StoredLevel.level(of: row.body))
    }
  }

  struct Characters: Encodable {
    var characters: [Character]
  }

  struct LoggedIn: Encodable {
    var token: String
    var expiresAt: Int64
    var characters: [Character]

    enum CodingKeys: String, CodingKey {
      case token, characters
      case expiresAt = "expires_ms"
    }
  }

  struct Ticket: Encodable {
    var ticket: String
    var expiresAt: Int64

    enum CodingKeys: String, CodingKey {
      case ticket
      case expiresAt = "expires_ms"
    }
  }

  struct Empty: Encodable {}

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
