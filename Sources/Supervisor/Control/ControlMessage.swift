import Foundation

/// What one may ask a running cluster, as one line of JSON on `DIR/up.sock`.
enum ControlRequest: Hashable, Sendable, Codable {
  case scale(shards: Int)
}

/// The answer, as one line of JSON.
struct ControlReply: Hashable, Sendable, Codable {
  var done: Bool
  /// What was done, or why not, as a sentence.
  var message: String
}

/// One message per line.
enum ControlLine {
  static func encode(_ message: some Encodable) -> String {
    guard let bytes = try? JSONEncoder().encode(message) else { return "{}\n" }
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }

  static func decode<Message: Decodable>(_ line: String, as type: Message.Type) -> Message? {
    try? JSONDecoder().decode(type, from: Data(line.utf8))
  }
}
