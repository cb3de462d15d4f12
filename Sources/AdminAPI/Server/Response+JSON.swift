import Foundation
import Hummingbird

extension Response {
  /// A document; names are written in snake case, and what is nil is left out.
  static func json(
    _ document: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) -> Response {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Documents of this module hold texts, flags and finite numbers, which are always written.
    let text = (try? encoder.encode(document)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    return .whole(status, "application/json", text + "\n", headers: headers)
  }
}
