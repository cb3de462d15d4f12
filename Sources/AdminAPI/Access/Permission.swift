/// One thing that a member of staff may do. Roles are sets of these; whoever has no role may nothing.
///
/// The names are what `GET /api/session` shows and what `docs/security.md` lists.
public enum Permission: String, CaseIterable, Hashable, Sendable, Codable {
  /// Looking after one's own log-in: sessions, password, second factor. Everybody who is logged in
  /// has it, also before the second factor is set up; all others need that first.
  case ownAccount = "own_account"
  /// Regions, shards, gateways, their figures.
  case viewCluster = "view_cluster"
  /// Players online, their characters and what these own.
  case viewPlayers = "view_players"
  /// What was asked of the cluster, and what became of it.
  case viewOperations = "view_operations"
  /// Who did what, when and from where.
  case viewAudit = "view_audit"
  /// Ticks and handoffs one by one.
  case viewTraces = "view_traces"
  /// Text to everybody, to a map or to a region.
  case announce
  /// Ending a player's session.
  case kick
  /// Keeping a player from talking for a while.
  case mute
  /// Moving a character.
  case teleport
  /// Changing what a character is: health, level, experience.
  case setAttributes = "set_attributes"
  /// Items, gold and letters out of nothing.
  case giveItems = "give_items"
  /// Taking back what was done.
  case undoOperation = "undo_operation"
  /// What is traced, and how much.
  case traceControl = "trace_control"
  /// How much the processes log.
  case logControl = "log_control"
  /// Accounts of staff: new ones, roles, locks, resets.
  case manageStaff = "manage_staff"

  /// In one line, for the documentation.
  public var summary: String {
    switch self {
    case .ownAccount: "one's own sessions, password and second factor"
    case .viewCluster: "regions, shards, gateways and their figures"
    case .viewPlayers: "players, their characters and what these own"
    case .viewOperations: "what was asked of the cluster and what became of it"
    case .viewAudit: "who did what, when and from where"
    case .viewTraces: "ticks and handoffs one by one"
    case .announce: "text to everybody, a map or a region"
    case .kick: "ending a player's session"
    case .mute: "keeping a player from talking for a while"
    case .teleport: "moving a character"
    case .setAttributes: "changing health, level and experience of a character"
    case .giveItems: "items and gold out of nothing"
    case .undoOperation: "taking back what was done"
    case .traceControl: "what is traced, and how much"
    case .logControl: "how much the processes log"
    case .manageStaff: "accounts of staff: new ones, roles, locks, resets"
    }
  }
}
