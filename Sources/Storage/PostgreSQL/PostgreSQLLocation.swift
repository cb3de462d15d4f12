import CPostgreSQL
import Foundation

/// A PostgreSQL database, as a URL names it. It may hold a password, which no description shows.
public struct PostgreSQLLocation: Hashable, Sendable {
  /// libpq's keywords with their values.
  let parameters: [String: String]
  /// How many connections a process opens at most.
  public let connections: Int

  /// Reads `postgres://user:password@host:port/database?sslmode=…`, as libpq does: several hosts,
  /// sockets and every parameter of libpq work. Of ours is `pool`, the most connections of one
  /// process. Nothing of the text is repeated in errors.
  public init(url: String) throws(StorageError) {
    let (url, pool) = Self.takingPool(from: url)
    if let pool {
      guard let number = Int(pool), (1...StorageLimits.connectionsMax).contains(number) else {
        throw .invalid(
          reason: "`pool` of the storage URL is not in 1 ... \(StorageLimits.connectionsMax)")
      }
      connections = number
    } else {
      connections = StorageLimits.connectionsUsual
    }
    guard let parameters = Self.parameters(of: url) else { throw Self.unreadable }
    let ports = parameters["port"]?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    guard ports.allSatisfy({ $0.isEmpty || UInt16($0) != nil }),
      parameters["host"]?.contains("@") != true
    else { throw Self.unreadable }
    self.parameters = parameters
  }

  private static var unreadable: StorageError {
    .invalid(
      reason: """
        the PostgreSQL URL cannot be read; it looks like \
        postgres://user:password@host:5432/database?sslmode=verify-full, with @, :, /, ?, # and % \
        of a password written as %40, %3A, %2F, %3F, %23 and %25
        """)
  }

  /// The URL without our own parameter, and that.
  private static func takingPool(from url: String) -> (url: String, pool: String?) {
    guard let mark = url.lastIndex(of: "?") else { return (url, nil) }
    let items = url[url.index(after: mark)...].split(separator: "&")
    let kept = items.filter { !$0.hasPrefix("pool=") }
    let pool = items.last { $0.hasPrefix("pool=") }?.dropFirst("pool=".count)
    let query = kept.isEmpty ? "" : "?" + kept.joined(separator: "&")
    return (url[..<mark] + query, pool.map(String.init))
  }

  private static func parameters(of url: String) -> [String: String]? {
    guard !url.utf8.contains(0), url.hasPrefix("postgresql://"),
      let options = PQconninfoParse(url, nil)
    else { return nil }
    defer { PQconninfoFree(options) }
    var found: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { found[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    return found
  }

  /// A text without what is secret, for errors and logs.
  func withoutSecrets(_ text: String) -> String {
    ["password", "sslpassword"].compactMap { parameters[$0] }.filter { !$0.isEmpty }
      .reduce(text) { $0.replacing($1, with: "…") }
  }
}

extension PostgreSQLLocation: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Where it is, without the password.
  public var description: String {
    let user = parameters["user"].map { "\($0)@" } ?? ""
    let port = parameters["port"].map { ":\($0)" } ?? ""
    return "postgres://\(user)\(parameters["host"] ?? "")\(port)/\(parameters["dbname"] ?? "")"
  }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
