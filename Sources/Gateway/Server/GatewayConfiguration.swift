import Cluster
import Model
import Wire

/// Where a gateway listens, what it serves and what it allows.
public struct GatewayConfiguration: Sendable {
  /// An address to bind: a host and a port, 0 for any free one.
  public struct Address: Hashable, Sendable, CustomStringConvertible {
    public var host: String
    public var port: Int

    public init(host: String, port: Int) {
      self.host = host
      self.port = port
    }

    /// `host:port`, with brackets around an IPv6 address.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
  }

  public var id: GatewayID
  /// Which run of the gateway: receipts of operations name it.
  public var incarnation = Incarnation(0)
  /// HTTP and, at `/play`, WebSocket.
  public var http = Address(host: "127.0.0.1", port: 0)
  /// Length-prefixed TCP.
  public var tcp = Address(host: "127.0.0.1", port: 0)
  /// The bundle that `pangea content build` made; nil: no content is served.
  public var contentDirectory: String?
  /// Both ports speak TLS, and nothing else; nil: neither does.
  public var certificate: CertificateFiles?
  /// The folder of the play client, served at `/`; nil: a page says how to connect.
  public var webDirectory: String?
  /// What clients may do beside walking: the world has skills.
  public var hasSkills = false
  /// What `welcome` says of the content.
  public var contentVersion = ""
  public var origins = OriginPolicy.sameHost
  public var maps: [MapID: WorldMap]
  /// Where new guests begin, one of them at random; at least one, on the maps above.
  public var starts: [StartPlace]
  public var limits = GatewayLimits()
  /// Clients of a gateway that stops are told to come back within so many milliseconds.
  public var drainSpreadMilliseconds: UInt32 = 3_000
  /// Signs the session tokens of accounts, the same at all gateways, at least
  /// `tokenKeyBytesMin` bytes; nil: the gateways share one in storage.
  public var tokenKey: [UInt8]?
  /// Milliseconds since 1970: told to clients, and decides when tokens and tickets end.
  public var wallClock: @Sendable () -> UInt64

  /// Where spans are kept, and which are recorded; as it is, those that are asked for.
  public var tracing: Tracing
  /// Does what operators order of the process itself.
  public var processOrders: @Sendable (OperationOrder) -> OperationOutcome = { _ in .nothingToDo }

  public init(
    id: GatewayID, maps: [MapID: WorldMap], starts: [StartPlace],
    wallClock: @escaping @Sendable () -> UInt64
  ) {
    self.id = id
    self.maps = maps
    self.starts = starts
    self.wallClock = wallClock
    tracing = Tracing.off(.gateway(id), clock: SystemClock())
  }

  /// A shorter key could be guessed.
  public static let tokenKeyBytesMin = 32

  /// Why this cannot be served; nil when it can.
  var flaw: GatewayError? {
    if let tokenKey, tokenKey.count < Self.tokenKeyBytesMin {
      return .configuration("the key of session tokens is shorter than 32 bytes")
    }
    guard !starts.isEmpty else { return .configuration("no start place for new guests") }
    for start in starts where maps[start.map]?.grid.region(at: start.position) == nil {
      return .configuration("a start place lies outside of its map")
    }
    for (id, map) in maps where map.grid.map != id {
      return .configuration("map \(id.rawValue) has the grid of another map")
    }
    return nil
  }
}

/// Why a gateway cannot start.
public enum GatewayError: Error, Hashable, Sendable, CustomStringConvertible {
  case configuration(String)
  case content(ContentFiles.LoadError)
  /// The certificate or its key cannot be used.
  case certificate(String)
  /// The address is taken, not this machine's, or not allowed.
  case bind(String, reason: String)

  public var description: String {
    switch self {
    case .configuration(let reason): "The gateway is configured wrongly: \(reason)."
    case .content(let error): error.description
    case .certificate(let reason): "The gateway cannot use its certificate: \(reason)."
    case .bind(let address, let reason): "The gateway cannot listen on \(address): \(reason)"
    }
  }
}

/// How many a gateway serves.
public struct GatewayStatus: Hashable, Sendable {
  /// Those in their grace period included.
  public var sessions: Int
  /// WebSocket, TCP and plain HTTP.
  public var connections: Int
  /// Clients that miss updates, because they take too little.
  public var clientsBehind: Int

  public init(sessions: Int, connections: Int, clientsBehind: Int = 0) {
    self.sessions = sessions
    self.connections = connections
    self.clientsBehind = clientsBehind
  }
}
