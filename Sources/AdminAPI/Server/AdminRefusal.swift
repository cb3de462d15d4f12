import Foundation
import Hummingbird
import Storage

/// Why a request is not done, as whoever asked is told:
/// `{"error":{"code":…,"message":…,"retry_after_ms":…}}`.
struct AdminRefusal: Error, Hashable, Sendable {
  /// What a program looks at.
  enum Code: String, CaseIterable, Hashable, Sendable {
    case malformed
    case unauthorized
    case badCredentials = "bad_credentials"
    case codeNeeded = "code_needed"
    case badCode = "bad_code"
    case badOrigin = "bad_origin"
    case csrf = "csrf_token_needed"
    case forbidden
    case factorNeeded = "second_factor_needed"
    case notFound = "not_found"
    case badMethod = "bad_method"
    case conflict
    case tooLarge = "too_large"
    case badType = "bad_type"
    case rateLimited = "rate_limited"
    case locked
    case failed
    case overloaded
    case unavailable

    var status: HTTPResponse.Status {
      switch self {
      case .malformed: .badRequest
      case .unauthorized, .badCredentials, .codeNeeded, .badCode: .unauthorized
      case .badOrigin, .csrf, .forbidden, .factorNeeded: .forbidden
      case .notFound: .notFound
      case .badMethod: .methodNotAllowed
      case .conflict: .conflict
      case .tooLarge: .contentTooLarge
      case .badType: .unsupportedMediaType
      case .rateLimited, .locked: .tooManyRequests
      case .failed: .internalServerError
      case .overloaded, .unavailable: .serviceUnavailable
      }
    }
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
      var retryAfterMs: Int64?
    }

    var error: Refusal
  }

  static let shape: JSONShape = .object([
    .init(
      "error",
      .object([
        .init("code", .text(choices: Code.allCases.map(\.rawValue))),
        .init("message", .text()),
        .init("retry_after_ms", .integer(), isRequired: false),
      ]))
  ])

  func response(headers extra: HTTPFields = [:]) -> Response {
    var headers = extra
    if retryAfterMilliseconds > 0 {
      headers[.retryAfter] = "\((retryAfterMilliseconds + 999) / 1_000)"
    }
    return .json(
      Document(
        error: .init(
          code: code.rawValue, message: message,
          retryAfterMs: retryAfterMilliseconds > 0 ? retryAfterMilliseconds : nil)),
      status: code.status, headers: headers)
  }
}

extension AdminRefusal {
  static var notFound: AdminRefusal { AdminRefusal(.notFound, "There is nothing here.") }

  static var unauthorized: AdminRefusal { AdminRefusal(.unauthorized, "Log in first.") }

  static var overloaded: AdminRefusal {
    AdminRefusal(
      .overloaded, "Too many people log in at this moment.", retryAfterMilliseconds: 2_000)
  }

  /// What a failure of storage is to whoever asked: passing, whatever it is.
  init(_ error: StorageError) {
    switch error {
    case .invalid(let reason):
      self.init(.malformed, "The storage refused a value: \(reason).")
    default:
      self.init(
        .unavailable, "The storage does not answer at the moment.", retryAfterMilliseconds: 1_000)
    }
  }
}
