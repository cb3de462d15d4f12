/// Where Redis is and how to log in: one server, those that sentinels watch, or a Redis Cluster.
public struct RedisAddress: Hashable, Sendable, CustomStringConvertible {
  /// Who says which server is the right one.
  public enum Topology: Hashable, Sendable {
    /// There is one.
    case single
    /// Sentinels: the endpoints are theirs.
    case sentinel(Sentinel)
    /// The nodes of a Redis Cluster: the endpoints are some of them.
    case cluster
  }

  /// What sentinels are asked, and how to log in to them; they have passwords of their own.
  public struct Sentinel: Hashable, Sendable {
    /// The name under which they watch the master.
    public var master: String
    public var user: String?
    public var password: String?

    public init(master: String, user: String? = nil, password: String? = nil) {
      self.master = master
      self.user = user
      self.password = password
    }
  }

  public var topology: Topology
  /// 1 ... `ClusterLimits.redisServersMax`.
  public var endpoints: [RedisEndpoint]
  public var user: String?
  public var password: String?
  public var database: Int

  public init(
    _ topology: Topology, endpoints: [RedisEndpoint], user: String? = nil, password: String? = nil,
    database: Int = 0
  ) {
    precondition(!endpoints.isEmpty, "an address leads somewhere")
    self.topology = topology
    self.endpoints = endpoints
    self.user = user
    self.password = password
    self.database = database
  }

  public init(
    host: String, port: Int = 6379, user: String? = nil, password: String? = nil, database: Int = 0
  ) {
    self.init(
      .single, endpoints: [RedisEndpoint(host: host, port: port)], user: user, password: password,
      database: database)
  }

  /// Without passwords, so it may be logged.
  public var description: String {
    let hosts = endpoints.map(\.description).joined(separator: ",")
    return switch topology {
    case .single: "redis://\(hosts)/\(database)"
    case .sentinel(let sentinel): "redis+sentinel://\(hosts)/\(sentinel.master)/\(database)"
    case .cluster: "redis+cluster://\(hosts)"
    }
  }

  /// The commands that log in to a server; none without a password and with database 0.
  var logIn: [RedisCommand] {
    var commands = Self.authentication(user, password)
    if database != 0 { commands.append(["SELECT", "\(database)"]) }
    return commands
  }

  static func authentication(_ user: String?, _ password: String?) -> [RedisCommand] {
    guard let password else { return [] }
    return [RedisCommand(["AUTH"] + (user.map { [$0] } ?? []) + [password])]
  }
}
