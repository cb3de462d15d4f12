import Security

/// The one user of the admin process, from its environment.
public struct AdminCredentials: Sendable {
  private let user: [UInt8]
  private let password: [UInt8]

  /// nil when one of them is empty or too long: an empty password would be no lock.
  public init?(user: String, password: String) {
    let (user, password) = (Array(user.utf8), Array(password.utf8))
    for text in [user, password] {
      guard !text.isEmpty, text.count <= AdminLimits.credentialBytesMax else { return nil }
    }
    guard !user.contains(UInt8(ascii: ":")) else { return nil }  // RFC 7617 cannot carry it
    self.user = user
    self.password = password
  }

  /// Whether the value of an `Authorization` header is these credentials (RFC 7617). The time it
  /// takes tells nothing about how much of them was right.
  func match(authorization header: String) -> Bool {
    guard let space = header.firstIndex(of: " "), header[..<space].lowercased() == "basic",
      let pair = Self.decode(header[header.index(after: space)...]),
      let colon = pair.firstIndex(of: UInt8(ascii: ":"))
    else { return false }
    let isUser = Self.equal(Array(pair[..<colon]), user)
    let isPassword = Self.equal(Array(pair[(colon + 1)...]), password)
    return isUser && isPassword
  }

  /// Whether these are the user and the password, in the same time whatever they are.
  func match(user: String, password: String) -> Bool {
    let isUser = Self.equal(Array(user.utf8), self.user)
    let isPassword = Self.equal(Array(password.utf8), self.password)
    return isUser && isPassword
  }

  /// Who acts with these credentials: no account of staff can have this name.
  var actorName: String { "env:" + String(decoding: user, as: UTF8.self) }

  /// The hash under which a session of this user is stored. It hangs on the password, so that with
  /// another one all sessions are over; and as the token is random, nobody learns the password by it.
  func hash(of token: [UInt8]) throws(SecurityError) -> [UInt8] {
    try MessageAuthentication.code(
      of: Array("pangea admin session".utf8) + user + [0] + token, key: password)
  }

  /// Padded or not: clients differ.
  private static func decode(_ text: Substring) -> [UInt8]? {
    var text = text.drop { $0 == " " }
    guard text.utf8.count <= AdminLimits.credentialBytesMax * 4 else { return nil }
    while text.hasSuffix("=") { text = text.dropLast() }
    return Base64.standard.decode(text)
  }

  /// Hashes are compared, as they are of one length whatever was sent.
  private static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard let a = try? Digest.sha256(a), let b = try? Digest.sha256(b) else { return false }
    return ConstantTime.equal(a, b)
  }
}
