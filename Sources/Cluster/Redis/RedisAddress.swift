/// Where Redis is and how to log in, read from a `redis://` URL.
public struct RedisAddress: Hashable, Sendable, CustomStringConvertible {
  public var host: String
  public var port: Int
  public var user: String?
  public var password: String?
  public var database: Int

  public init(
    host: String, port: Int = 6379, user: String? = nil, password: String? = nil, database: Int = 0
  ) {
    self.host = host
    self.port = port
    self.user = user
    self.password = password
    self.database = database
  }

  /// Reads `redis://[[user][:password]@]host[:port][/database]`; user and password may be
  /// percent-encoded, an IPv6 host stands in brackets.
  ///
  /// - Throws: `RedisError.malformedURL`, without the password in it.
  public init(url: String) throws(RedisError) {
    let scheme = "redis://"
    guard url.hasPrefix(scheme) else { throw .malformedURL("it does not start with \(scheme)") }
    var rest = url.dropFirst(scheme.count)
    var user: String?
    var password: String?
    if let at = rest.lastIndex(of: "@") {
      let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = try parts.first.map { part throws(RedisError) in try Self.decoded(part) }
      password = try parts.dropFirst().first.map { part throws(RedisError) in
        try Self.decoded(part)
      }
      rest = rest[rest.index(after: at)...]
    }
    var database = 0
    if let slash = rest.firstIndex(of: "/") {
      let path = rest[rest.index(after: slash)...]
      guard path.isEmpty || Int(path).map({ (0...65_535).contains($0) }) == true else {
        throw .malformedURL("the database is not a number")
      }
      database = Int(path) ?? 0
      rest = rest[..<slash]
    }
    let (host, port) = try Self.hostAndPort(rest)
    self.init(
      host: host, port: port, user: user.flatMap { $0.isEmpty ? nil : $0 }, password: password,
      database: database)
  }

  /// Without the password, so it may be logged.
  public var description: String { "redis://\(host):\(port)/\(database)" }

  private static func hostAndPort(_ text: Substring) throws(RedisError) -> (String, Int) {
    var host = text
    var port: Substring?
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { throw .malformedURL("no ] after the host") }
      host = text[text.index(after: text.startIndex)..<end]
      let after = text[text.index(after: end)...]
      guard after.isEmpty || after.first == ":" else { throw .malformedURL("text after ]") }
      port = after.isEmpty ? nil : after.dropFirst()
    } else if let colon = text.lastIndex(of: ":") {
      host = text[..<colon]
      port = text[text.index(after: colon)...]
    }
    guard !host.isEmpty else { throw .malformedURL("there is no host") }
    guard let port else { return (String(host), 6379) }
    guard let number = Int(port), (1...65_535).contains(number) else {
      throw .malformedURL("the port is not a number in 1 ... 65535")
    }
    return (String(host), number)
  }

  private static func decoded(_ text: Substring) throws(RedisError) -> String {
    var bytes: [UInt8] = []
    var utf8 = text.utf8[...]
    while let byte = utf8.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: utf8.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else {
        throw .malformedURL("a % without two hexadecimal digits")
      }
      bytes.append(value)
      utf8 = utf8.dropFirst(2)
    }
    guard let result = String(validating: bytes, as: UTF8.self) else {
      throw .malformedURL("user or password is not UTF-8")
    }
    return result
  }
}
