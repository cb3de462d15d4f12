import Hummingbird
import Security

/// How a browser carries a session.
///
/// The value is `s.` or, for the environment's user, `b.`, and a token of 32 random bytes. Scripts
/// of a page cannot read it, other sites' requests do not carry it, and over TLS no other host of
/// the domain can set it.
enum SessionCookie {
  static let plainName = "pangea-admin"
  static let secureName = "__Host-pangea-admin"
  static let csrfHeader = "X-CSRF-Token"

  static func name(isSecure: Bool) -> String { isSecure ? secureName : plainName }

  /// What a log-in sends.
  static func cookie(_ value: String, isSecure: Bool, seconds: Int) -> Cookie {
    Cookie(
      name: name(isSecure: isSecure), value: value, maxAge: seconds, path: "/", secure: isSecure,
      httpOnly: true, sameSite: .strict)
  }

  /// What a log-out sends.
  static func removal(isSecure: Bool) -> Cookie {
    cookie("", isSecure: isSecure, seconds: 0)
  }

  /// The value that a request carries; nil without one. Two of one name are none: one of them was
  /// put there by somebody else.
  static func value(in headers: HTTPFields, isSecure: Bool) -> String? {
    let name = name(isSecure: isSecure) + "="
    let pairs = headers[values: .cookie].flatMap { $0.split(separator: ";") }
      .map { $0.drop { $0 == " " } }.filter { $0.hasPrefix(name) }
    guard pairs.count == 1, let pair = pairs.first else { return nil }
    let value = String(pair.dropFirst(name.count))
    return value.isEmpty || value.utf8.count > 128 ? nil : value
  }

  /// What the page of a session shows with whatever it changes: only a page that may read answers
  /// of this API knows it.
  static func csrfToken(of value: String) throws(SecurityError) -> String {
    let code = try MessageAuthentication.code(
      of: Array("pangea admin csrf".utf8), key: Array(value.utf8))
    return Base64.url.encode(code)
  }

  static func isCSRFToken(_ text: String, of value: String) throws(SecurityError) -> Bool {
    ConstantTime.equal(Array(text.utf8), Array(try csrfToken(of: value).utf8))
  }
}
