import Foundation
import Hummingbird
import Storage

/// A request that was let through: who asks, and what, of the shapes that its route describes.
struct AdminRequest: Sendable {
  let actor: StaffActor
  /// The address of the other side, without its port.
  let remote: String
  /// Milliseconds since 1970.
  let moment: Int64
  /// Whether it came over TLS, so that a cookie may ask for that.
  let isSecure: Bool
  /// Decoded parameters of the path, by name.
  let parameters: [String: String]
  /// Values of the query, by name.
  let query: [String: String]
  /// The JSON that was sent; empty when the route takes none.
  let bytes: [UInt8]
  /// What the session's cookie holds; nil without one.
  let token: String?

  /// The body as a value; names in JSON are in snake case. What the route's shape allows and `type`
  /// does not take is refused with a sentence.
  func body<Document: Decodable>(
    _ type: Document.Type = Document.self
  ) throws(AdminRefusal) -> Document {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw AdminRefusal(.malformed, error.sentence)
    } catch {
      throw AdminRefusal(.malformed, "The body is not the JSON that this address takes.")
    }
  }

  /// A parameter of the path that is a whole number; 404 when it is none.
  func number(_ name: String) throws(AdminRefusal) -> UInt64 {
    guard let number = parameters[name].flatMap({ UInt64($0) }) else { throw .notFound }
    return number
  }

  /// A whole number of the query; nil when it is not given.
  func integer(_ name: String) throws(AdminRefusal) -> Int64? {
    guard let text = query[name] else { return nil }
    guard let number = Int64(text) else {
      throw AdminRefusal(.malformed, "The query's `\(name)` is not a whole number.")
    }
    return number
  }

  /// An entry for the audit log of who asks, from where and when.
  func auditEntry(
    _ action: String, target: String = "", operation: String = "",
    details: [String: String] = [:]
  ) -> AuditEntry {
    AuditEntry(
      at: moment, actor: actor.name, role: actor.role?.rawValue ?? "",
      session: actor.session, address: remote, action: action, target: target,
      operation: operation, details: AuditEntry.details(details))
  }
}

extension DecodingError {
  /// What is wrong, in a sentence that names the field.
  fileprivate var sentence: String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "The body" : "`\(path.map(\.stringValue).joined(separator: "."))`"
    }
    return switch self {
    case .keyNotFound(let key, let context): "\(place(context.codingPath + [key])) is missing."
    case .valueNotFound(_, let context): "\(place(context.codingPath)) is null."
    case .typeMismatch(_, let context): "\(place(context.codingPath)) is of the wrong type."
    case .dataCorrupted(let context):
      "\(place(context.codingPath)) is not usable: \(context.debugDescription)"
    @unknown default: "The body is not the JSON that this address takes."
    }
  }
}
