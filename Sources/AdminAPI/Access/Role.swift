/// What somebody of the staff is here for. What is not in its list a role may not do.
///
/// The names are stored with accounts: one that is not known any more may nothing.
public enum Role: String, CaseIterable, Hashable, Sendable, Codable {
  case superAdmin = "super_admin"
  case gm
  case customerService = "customer_service"
  case designer
  case sre
  case readOnly = "read_only"

  public var permissions: Set<Permission> {
    switch self {
    case .superAdmin: Set(Permission.allCases)
    case .gm:
      Self.looking.union([
        .announce, .kick, .mute, .teleport, .setAttributes, .giveItems, .undoOperation,
      ])
    case .customerService: Self.looking.union([.kick, .mute, .teleport])
    case .designer: [.ownAccount, .viewCluster, .viewPlayers, .viewTraces, .teleport]
    case .sre:
      [
        .ownAccount, .viewCluster, .viewOperations, .viewAudit, .viewTraces, .announce,
        .undoOperation, .traceControl, .logControl,
      ]
    case .readOnly: [.ownAccount, .viewCluster, .viewPlayers, .viewOperations, .viewTraces]
    }
  }

  private static let looking: Set<Permission> = [
    .ownAccount, .viewCluster, .viewPlayers, .viewOperations,
  ]
}
