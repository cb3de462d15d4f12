import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Why a request of an account is not done, as the client is told:
/// `{"error":{"code":…,"message":…,"retry_after_ms":…}}`.
struct AccountRefusal: Error, Hashable, Sendable {
  /// What a program looks at.
  enum Code: String, CaseIterable, Sendable {
    case malformed
    case badName = "bad_name"
    case badPassword = "bad_password"
    case unauthorized
    case badCredentials = "bad_credentials"
    case badOrigin = "bad_origin"
    case notFound = "not_found"
    case unknownCharacter = "unknown_character"
    case badMethod = "bad_method"
    case nameTaken = "name_taken"
    case tooManyCharacters = "too_many_characters"
    case tooLarge = "too_large"
    case badType = "bad_type"
    case rateLimited = "rate_limited"
    case overloaded
    case unavailable
    case shuttingDown = "shutting_down"

    var status: HTTPResponseStatus {
      switch self {
      case .malformed, .badName, .badPassword: .badRequest
      case .unauthorized, .badCredentials: .unauthorized
      case .badOrigin: .forbidden
      case .notFound, .unknownCharacter: .notFound
      case .badMethod: .methodNotAllowed
      case .nameTaken, .tooManyCharacters: .conflict
      case .tooLarge: .payloadTooLarge
      case .badType: .unsupportedMediaType
      case .rateLimited: .tooManyRequests
      case .overloaded, .unavailable, .shuttingDown: .serviceUnavailable
      }
    }

    /// Not the client's doing, and over soon.
    var isPassing: Bool { status == .serviceUnavailable }
  }

  let code: Code
  /// A sentence for a person.
  let message: String
  /// 0: no use, or at once.
  let retryAfterMilliseconds: Int64

  init(_ code: Code, _ message: String, retryAfterMilliseconds: Int64 = 0) {
    self.code = code
    self.message = message
    self.retryAfterMilliseconds = retryAfterMilliseconds
  }

  private struct Document: Encodable {
    struct Refusal: Encodable {
      var code: String
      var message: String
      var retryAfterMilliseconds: Int64?

      enum CodingKeys: String, CodingKey {
        case code, message
        case retryAfterMilliseconds = "retry_after_ms"
      }
    }

    var error: Refusal
  }

  /// The answer over HTTP.
  func reply(headers extra: HTTPHeaders = [:]) -> HTTPReply {
    var headers = extra
    if retryAfterMilliseconds > 0 {
      headers.add(name: "Retry-After", value: String((retryAfterMilliseconds + 999) / 1_000))
    }
    if code.status == .unauthorized { headers.add(name: "WWW-Authenticate", value: "Bearer") }
    let document = Document(
      error: .init(
        code: code.rawValue, message: message,
        retryAfterMilliseconds: retryAfterMilliseconds > 0 ? retryAfterMilliseconds : nil))
    return HTTPReply(code.status, json: document, headers: headers)
  }
}

extension AccountRefusal {
  static func rateLimited(_ what: String, _ milliseconds: Int64) -> AccountRefusal {
    AccountRefusal(.rateLimited, what, retryAfterMilliseconds: milliseconds)
  }

  static var unavailable: AccountRefusal {
    AccountRefusal(
      .unavailable, "The server's memory is away at the moment.",
      retryAfterMilliseconds: .random(in: 500...3_000))
  }

  static var overloaded: AccountRefusal {
    AccountRefusal(
      .overloaded, "Too many people log in at this moment.",
      retryAfterMilliseconds: .random(in: 2_000...5_000))
  }

  static var unauthorized: AccountRefusal { AccountRefusal(.unauthorized, "Log in first.") }
}

extension HTTPReply {
  /// An answer in JSON, kept by no cache.
  init(_ status: HTTPResponseStatus, json document: some Encodable, headers: HTTPHeaders = [:]) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Documents of this module hold texts and whole numbers, which are always written.
    let bytes = (try? encoder.encode(document)).map { [UInt8]($0) } ?? Array("{}".utf8)
    self.init(
      status, type: "application/json", body: ByteBuffer(bytes: bytes), headers: headers)
  }
}
