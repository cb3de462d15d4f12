import Foundation

/// Every child of a cluster and every address in it, decided before anything starts.
///
/// Settings go to children as flags, secrets through their environment alone: arguments can be read
/// by everybody on the machine.
struct ClusterPlan: Sendable {
  let settings: ClusterSettings
  let admin: UpDocument.Credentials
  /// The cluster's own Redis; nil: it uses one of others.
  let redisServer: RedisServer?
  private(set) var privatePorts: [String: NodePorts] = [:]
  private var ports: PrivatePorts

  /// The private ports of one process; they stay the same over its restarts.
  struct NodePorts: Hashable, Sendable {
    var mesh: Int
    var operators: Int
  }

  init(settings: ClusterSettings) async throws(SupervisorError) {
    self.settings = settings
    var ports = PrivatePorts()
    if settings.redis == nil {
      redisServer = RedisServer(
        executable: try RedisServer.find(settings.redisServer), port: try await ports.next(),
        password: Self.secret(), folder: settings.data.redis)
    } else {
      redisServer = nil
    }
    admin = settings.admin ?? UpDocument.Credentials(user: "admin", password: Self.secret())
    self.ports = ports
    for number in 1...settings.shards { try await reserve("shard-\(number)") }
    for number in 1...settings.gateways { try await reserve("gateway-\(number)") }
    try await reserve("admin-1")
  }

  /// Chooses the private ports of a process that has none yet.
  mutating func reserve(_ name: String) async throws(SupervisorError) {
    guard privatePorts[name] == nil else { return }
    privatePorts[name] = NodePorts(mesh: try await ports.next(), operators: try await ports.next())
  }

  /// 128 random bits in hexadecimal digits.
  private static func secret() -> String {
    var random = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(random.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  var redisURL: String {
    guard let url = redisServer?.url ?? settings.redis else {
      preconditionFailure("without one of others a cluster has its own")
    }
    return url
  }

  var storageURL: String {
    switch settings.storage {
    case .sqlite: "sqlite:\(settings.data.database)"
    case .postgres(let url): url
    }
  }

  /// Every port that people use, with its purpose.
  var publicPorts: [(port: Int, purpose: String)] {
    (1...settings.gateways).flatMap { number in
      [
        (settings.ports.play(ofGateway: number), "players of gateway-\(number)"),
        (settings.ports.tcp(ofGateway: number), "TCP players of gateway-\(number)"),
      ]
    } + [(settings.ports.admin, "admin")]
  }

  /// The first state of `up.json`.
  func document() -> UpDocument {
    let gateways = (1...settings.gateways).map { number in
      UpDocument.Gateway(
        name: "gateway-\(number)", play: url("http", settings.ports.play(ofGateway: number)) + "/",
        tcp: url("tcp", settings.ports.tcp(ofGateway: number)))
    }
    return UpDocument(
      pid: getpid(),
      addresses: UpDocument.Addresses(
        play: gateways[0].play, tcp: gateways[0].tcp,
        admin: url("http", settings.ports.admin) + "/", metrics: []),
      gateways: gateways, admin: admin, redis: redisURL, storage: storageURL,
      cluster: settings.name)
  }

  /// How this machine reaches one of its public ports.
  func url(_ scheme: String, _ port: Int) -> String {
    let host =
      switch settings.bind {
      case "0.0.0.0": "127.0.0.1"
      case "::": "[::1]"
      case let address where address.contains(":"): "[\(address)]"
      case let address: address
      }
    return "\(scheme)://\(host):\(port)"
  }
}
