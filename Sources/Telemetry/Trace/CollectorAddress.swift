/// Where a collector takes spans: OTLP over HTTP, with the body in protobuf.
public struct CollectorAddress: Hashable, Sendable, CustomStringConvertible {
  /// Why an address is none.
  public enum Flaw: Error, Hashable, Sendable, CustomStringConvertible {
    case notHTTP, noHost, badPort, badPath

    public var description: String {
      switch self {
      case .notHTTP: "it begins with http://; for TLS put a collector beside the process"
      case .noHost: "it names no host"
      case .badPort: "its port is not 1 ... 65535"
      case .badPath: "its path has characters that a path may not have"
      }
    }
  }

  public let host: String
  public let port: Int
  public let path: String

  /// Reads `http://host[:port][/path]`. Without a port it is 4318, without a path `/v1/traces`, as
  /// the standard has it.
  public init(url: String) throws(Flaw) {
    let scheme = "http://"
    guard url.hasPrefix(scheme) else { throw .notHTTP }
    let rest = url.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }
    let path = String(rest.dropFirst(authority.count))
    guard path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .badPath }
    (host, port) = try Self.place(authority)
    self.path = path.isEmpty || path == "/" ? "/v1/traces" : path
  }

  private static func place(_ authority: Substring) throws(Flaw) -> (String, Int) {
    var host = authority
    var port: Substring?
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      host = authority[authority.index(after: authority.startIndex)..<end]
      let rest = authority[authority.index(after: end)...]
      if !rest.isEmpty { port = rest.dropFirst() }
    } else if let colon = authority.lastIndex(of: ":") {
      host = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    }
    guard !host.isEmpty, host.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x40 }) else {
      throw .noHost
    }
    guard let port else { return (String(host), 4_318) }
    guard let number = Int(port), (1...65_535).contains(number) else { throw .badPort }
    return (String(host), number)
  }

  public var description: String {
    "http://\(host.contains(":") ? "[\(host)]" : host):\(port)\(path)"
  }
}
