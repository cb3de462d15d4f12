/// Where a gateway listens for players: `ws://host:port/play` or `tcp://host:port`.
public struct BotAddress: Hashable, Sendable, CustomStringConvertible {
  public enum Transport: String, Hashable, Sendable, CaseIterable {
    case webSocket = "ws"
    case tcp
  }

  public let transport: Transport
  public let host: String
  public let port: Int
  /// The path of the WebSocket.
  public let path: String

  public init(transport: Transport, host: String, port: Int, path: String = "/play") {
    self.transport = transport
    self.host = host
    self.port = port
    self.path = path
  }

  /// Reads what `description` writes; an IPv6 host stands in brackets. A WebSocket without a path
  /// is at `/play`.
  public init?(_ text: some StringProtocol) {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"),
      let transport = Transport(rawValue: String(text[..<colon]))
    else { return nil }
    let rest = text[colon...].dropFirst(3)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = rest[..<slash]
    let path = rest[slash...]
    guard let split = authority.lastIndex(of: ":"),
      let port = Int(authority[authority.index(after: split)...]), (1...65535).contains(port)
    else { return nil }
    var host = authority[..<split]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty, transport == .webSocket || path.isEmpty || path == "/",
      !text.contains(where: { $0.isWhitespace || $0.isNewline })
    else { return nil }
    self.init(
      transport: transport, host: String(host), port: port,
      path: path.isEmpty ? "/play" : String(path))
  }

  /// Host and port as an HTTP request names them.
  var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  public var description: String {
    "\(transport.rawValue)://\(authority)" + (transport == .webSocket ? path : "")
  }
}
