/// How a child shows that it is ready.
public enum ReadinessProbe: Hashable, Sendable {
  /// It is ready as soon as it runs.
  case none
  /// `GET /readyz` on this port of the loopback answers 200.
  case http(port: Int)
  /// Redis on this port of the loopback lets us in and answers PING.
  case redis(port: Int, password: String)

  /// Asks once: nil when the child is ready, otherwise why not.
  func ask() async -> String? {
    switch self {
    case .none: nil
    case .http(let port): await Self.askHTTP(port)
    case .redis(let port, let password): await Self.askRedis(port, password)
    }
  }

  private static func askHTTP(_ port: Int) async -> String? {
    let request = "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    guard let reply = await Exchange.loopback(port: port).ask(request, until: { _ in false }) else {
      return "does not answer"
    }
    return reply.hasPrefix("HTTP/1.1 200") ? nil : ReadinessReply(reply).reason
  }

  private static func askRedis(_ port: Int, _ password: String) async -> String? {
    let request = "AUTH \(password)\r\nPING\r\n"
    let reply = await Exchange.loopback(port: port).ask(request) { $0.contains("+PONG") }
    guard let reply else { return "does not answer" }
    return reply.contains("+PONG") ? nil : "answers \(reply.prefix(60).debugDescription)"
  }
}
