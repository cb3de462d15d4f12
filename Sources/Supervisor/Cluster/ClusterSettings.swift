/// What `pangea up` is asked for.
public struct ClusterSettings: Hashable, Sendable {
  /// Where accounts, characters and epochs last.
  public enum Storage: Hashable, Sendable {
    /// A file in the data folder.
    case sqlite
    /// A PostgreSQL URL, which may hold a password.
    case postgres(url: String)
  }

  /// 1 ... `SupervisorLimits.shardsMax`.
  public var shards = 2
  /// 1 ... `SupervisorLimits.gatewaysMax`.
  public var gateways = 1
  /// 0 for none.
  public var bots = 30
  public var ports = PublicPorts()
  /// The address that players and GMs reach; everything else stays on the loopback.
  public var bind = "127.0.0.1"
  public var data: DataFolder
  /// Starts with an empty world.
  public var fresh = false
  public var storage = Storage.sqlite
  /// The executable of all roles but Redis.
  public var executable: String
  /// The URL of a Redis of others, which may hold a password; nil: the cluster starts its own.
  public var redis: String?
  /// nil: looked for in `PATH`.
  public var redisServer: String?
  /// nil: random ones at every start.
  public var admin: UpDocument.Credentials?
  /// The name that separates clusters on one Redis.
  public var name = "pangea"
  public var logLevel = "info"
  /// How long the children of one role may take to end after SIGTERM.
  public var drain = SupervisorLimits.drainMax
  /// The folder of the world's content; nil: each process's default.
  public var content: String?

  public init(data: DataFolder, executable: String) {
    self.data = data
    self.executable = executable
  }
}
