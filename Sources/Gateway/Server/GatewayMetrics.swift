import Metrics
import Model
import NIOHTTP1
import Wire

/// What operators see of a gateway, through swift-metrics.
final class GatewayMetrics: Sendable {
  /// Why something was dropped.
  enum Drop: String, CaseIterable, Sendable {
    case httpPipeline = "http_pipeline"
    case httpTimeout = "http_timeout"
    /// A connection beyond the limit of the gateway.
    case connectionFull = "connection_full"
    /// A connection beyond the limit of its address.
    case connectionAddress = "connection_address"
    /// An input that arrived before.
    case inputDuplicate = "input_duplicate"
    /// An input beyond what may be unacknowledged.
    case inputRefused = "input_refused"
    /// Output for a session without a connection.
    case outputWithoutClient = "output_without_client"
    /// A message for a session that is not here.
    case unknownSession = "unknown_session"
    /// A message for a full mailbox.
    case mailboxFull = "mailbox_full"
    /// A message that the mesh did not take.
    case meshRefused = "mesh_refused"
    /// Bytes that waited for a slow reader.
    case slowReader = "slow_reader"
    /// An update for a client that was behind.
    case staleUpdate = "stale_update"
    /// Pings answered by a later pong.
    case ping = "ping"
  }

  private let connections = Gauge(label: "pangea_gateway_connections")
  private let sessions = Gauge(label: "pangea_gateway_sessions")
  private let clientsBehind = Gauge(label: "pangea_gateway_clients_behind")
  private let messagesIn = GatewayMetrics.traffic("messages", "in")
  private let messagesOut = GatewayMetrics.traffic("messages", "out")
  private let bytesIn = GatewayMetrics.traffic("bytes", "in")
  private let bytesOut = GatewayMetrics.traffic("bytes", "out")
  private let logins: [SessionLogin.Way: Counter]
  private let loginTimes = Timer(label: "pangea_gateway_login_seconds")
  private let wakes = Counter(label: "pangea_gateway_mailbox_wakes_total")
  private let drops: [Drop: Counter]
  private let errors: [ClientError.Code: Counter]
  private let violations: [WebSocketViolation: Counter]

  init() {
    logins = Self.counters("logins_total", "way", SessionLogin.Way.allCases) { $0.rawValue }
    drops = Self.counters("drops_total", "reason", Drop.allCases) { $0.rawValue }
    errors = Self.counters("errors_total", "code", ClientError.Code.allCases) { "\($0)" }
    violations = Self.counters(
      "websocket_violations_total", "rule", WebSocketViolation.allCases
    ) { "\($0)" }
  }

  func record(connections: Int, sessions: Int, clientsBehind: Int) {
    self.connections.record(connections)
    self.sessions.record(sessions)
    self.clientsBehind.record(clientsBehind)
  }

  func received(messages: Int, bytes: Int) {
    messagesIn.increment(by: messages)
    bytesIn.increment(by: bytes)
  }
  func sent(messages: Int, bytes: Int) {
    messagesOut.increment(by: messages)
    bytesOut.increment(by: bytes)
  }
  func loggedIn(_ way: SessionLogin.Way) { logins[way]?.increment() }
  func loginTook(_ span: BootTime.Span) {
    loginTimes.recordNanoseconds(span.microseconds * 1_000)
  }

  /// A mailbox woke its event loop, for however many messages.
  func woke() { wakes.increment() }
  func dropped(_ drop: Drop, count: Int = 1) {
    if count > 0 { drops[drop]?.increment(by: count) }
  }

  /// An error went to a client.
  func refused(_ code: ClientError.Code) { errors[code]?.increment() }
  func violated(_ violation: WebSocketViolation) { violations[violation]?.increment() }

  func answered(_ status: HTTPResponseStatus) {
    Counter(
      label: "pangea_gateway_http_responses_total", dimensions: [("status", "\(status.code)")]
    ).increment()
  }

  private static func traffic(_ what: String, _ direction: String) -> Counter {
    Counter(label: "pangea_gateway_\(what)_total", dimensions: [("direction", direction)])
  }

  private static func counters<Case: Hashable>(
    _ name: String, _ dimension: String, _ cases: [Case], _ value: (Case) -> String
  ) -> [Case: Counter] {
    Dictionary(
      uniqueKeysWithValues: cases.map {
        ($0, Counter(label: "pangea_gateway_\(name)", dimensions: [(dimension, value($0))]))
      })
  }
}
