/// Addresses as text.
extension RedisAddress {
  private enum Scheme: String, CaseIterable {
    case single = "redis://"
    case sentinel = "redis+sentinel://"
    case cluster = "redis+cluster://"

    var defaultPort: Int { self == .sentinel ? 26_379 : 6379 }

    static func of(_ url: String) throws(RedisError) -> Self {
      if let scheme = allCases.first(where: { url.hasPrefix($0.rawValue) }) { return scheme }
      if url.hasPrefix("rediss") { throw .malformedURL("TLS to Redis is not supported") }
      throw .malformedURL(
        "it starts with none of " + allCases.map(\.rawValue).joined(separator: ", "))
    }
  }

  /// Reads an address in one of these forms:
  ///
  /// ```
  /// redis://[[user][:password]@]host[:port][/database]
  /// redis+sentinel://[[user][:password]@]host[:port][,host[:port]…]/master[/database]
  ///                  [?sentinel_username=…&sentinel_password=…]
  /// redis+cluster://[[user][:password]@]host[:port][,host[:port]…]
  /// ```
  ///
  /// Names and passwords may be percent-encoded, an IPv6 host stands in brackets. Redis itself
  /// defines the first form alone; the second is the one that clients agree on most (several of
  /// Python and Java, some by its `sentinel_` parameters), the third is its like. User and password
  /// are those of the servers, never of the sentinels.
  ///
  /// - Throws: `RedisError.malformedURL`, without anything of the URL in it.
  public init(url: String) throws(RedisError) {
    let scheme = try Scheme.of(url)
    var rest = url.dropFirst(scheme.rawValue.count)
    var logIn: (user: String?, password: String?) = (nil, nil)
    if let at = rest.lastIndex(of: "@") {
      logIn = try Self.logIn(rest[..<at])
      rest = rest[rest.index(after: at)...]
    }
    let query = Self.cut(&rest, at: "?")
    let path = Self.cut(&rest, at: "/")
    let endpoints = try Self.endpoints(rest, scheme)
    guard scheme == .sentinel || query == nil else {
      throw .malformedURL("only redis+sentinel:// has parameters")
    }
    let topology: Topology
    let database: Int
    switch scheme {
    case .single:
      topology = .single
      database = try Self.database(path)
    case .sentinel:
      var path = path ?? ""
      let last = Self.cut(&path, at: "/")
      topology = .sentinel(try Self.sentinel(named: path, query))
      database = try Self.database(last)
    case .cluster:
      topology = .cluster
      database = try Self.database(path)
      guard database == 0 else { throw .malformedURL("a Redis Cluster has database 0 alone") }
    }
    self.init(
      topology, endpoints: endpoints, user: logIn.user, password: logIn.password,
      database: database)
  }

  /// What follows the first `mark`, which leaves `text` with it.
  private static func cut(_ text: inout Substring, at mark: Character) -> Substring? {
    guard let place = text.firstIndex(of: mark) else { return nil }
    defer { text = text[..<place] }
    return text[text.index(after: place)...]
  }

  private static func logIn(_ text: Substring) throws(RedisError) -> (String?, String?) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let user = try decoded(parts[0])
    return (user.isEmpty ? nil : user, parts.count == 2 ? try decoded(parts[1]) : nil)
  }

  private static func endpoints(
    _ text: Substring, _ scheme: Scheme
  ) throws(RedisError) -> [RedisEndpoint] {
    let hosts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard hosts.count == 1 || scheme != .single else {
      throw .malformedURL(
        "redis:// names one server; redis+sentinel:// and redis+cluster:// name several")
    }
    guard hosts.count <= ClusterLimits.redisServersMax else {
      throw .malformedURL("it names more than \(ClusterLimits.redisServersMax) servers")
    }
    var endpoints: [RedisEndpoint] = []
    for host in hosts {
      endpoints.append(try RedisEndpoint(host, defaultPort: scheme.defaultPort))
    }
    return endpoints
  }

  private static func database(_ text: Substring?) throws(RedisError) -> Int {
    guard let text, !text.isEmpty else { return 0 }
    guard let number = Int(text), (0...65_535).contains(number) else {
      throw .malformedURL("the database is not a number")
    }
    return number
  }

  private static func sentinel(
    named name: Substring, _ query: Substring?
  ) throws(RedisError) -> Sentinel {
    var sentinel = Sentinel(master: try decoded(name))
    guard !sentinel.master.isEmpty else {
      throw .malformedURL("after the sentinels stands no name of a master: …:26379/NAME")
    }
    for parameter in (query ?? "").split(separator: "&") {
      let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      switch (parts[0], parts.count) {
      case ("sentinel_username", 2): sentinel.user = try decoded(parts[1])
      case ("sentinel_password", 2): sentinel.password = try decoded(parts[1])
      default:
        throw .malformedURL("the parameters are sentinel_username=… and sentinel_password=…")
      }
    }
    return sentinel
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
      throw .malformedURL("a name or password is not UTF-8")
    }
    return result
  }
}
