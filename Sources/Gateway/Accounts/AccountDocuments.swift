import Model
import Storage

// What clients get, as JSON.
extension AccountDocument {
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
}
