/// Which web pages may open a WebSocket here. A browser tells the page's origin and cannot lie;
/// programs that are no browser send none.
public enum OriginPolicy: Hashable, Sendable {
  /// A page from the same host and port as the `Host` header, or no `Origin` at all.
  case sameHost
  /// These origins, as a browser writes them (`https://play.example.org`), or no `Origin` at all.
  case allowList(Set<String>)

  func allows(origin: String?, host: String) -> Bool {
    guard let origin = origin?.lowercased() else { return true }
    switch self {
    case .sameHost:
      return ["http://", "https://"].contains { origin == $0 + host.lowercased() }
    case .allowList(let origins):
      return origins.contains { $0.lowercased() == origin }
    }
  }
}
