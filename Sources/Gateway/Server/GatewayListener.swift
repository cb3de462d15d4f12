import NIOCore

/// The ports on which a gateway takes players.
public struct GatewayListener: Sendable {
  private let http: any Channel
  private let tcp: any Channel

  init(http: any Channel, tcp: any Channel) {
    self.http = http
    self.tcp = tcp
  }

  /// The port of HTTP and WebSocket, as bound.
  public var httpPort: Int { http.localAddress?.port ?? 0 }
  /// The port of length-prefixed TCP, as bound.
  public var tcpPort: Int { tcp.localAddress?.port ?? 0 }

  /// Accepts nobody any more; connections go on.
  func close() async {
    try? await http.close()
    try? await tcp.close()
  }
}
