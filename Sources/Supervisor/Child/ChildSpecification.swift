/// Everything needed to start one child process, and to start it again.
public struct ChildSpecification: Hashable, Sendable {
  /// `shard-1`: unique in the cluster, the name of its log and of its row in `pangea ps`.
  public var name: String
  public var role: Role
  /// The path of the executable.
  public var executable: String
  /// The arguments after the executable's name. Anyone on the machine can read them.
  public var arguments: [String]
  /// Added to the parent's environment; secrets stand here.
  public var environment: [String: String]
  public var readiness: ReadinessProbe
  /// The private address of its health and metrics, if it has one.
  public var operatorPort: Int?

  public init(
    name: String, role: Role, executable: String, arguments: [String] = [],
    environment: [String: String] = [:],
    readiness: ReadinessProbe = .none, operatorPort: Int? = nil
  ) {
    self.name = name
    self.role = role
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.readiness = readiness
    self.operatorPort = operatorPort
  }
}
