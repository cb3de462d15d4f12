import Model

/// Whom an operation is about.
public enum OperationScope: Hashable, Sendable {
  case everybody
  case map(MapID)
  case region(RegionID)
  case character(CharacterID)
  /// Whichever of its characters are played.
  case account(AccountID)
}

/// Admin to gateways and shards: do this, once. Sent again, with the same id, until it is answered.
///
/// ```
/// admin                              node
///   | -- order, id -------------------> |  done once, however often it comes
///   | -- order, id -------------------> |
///   | <------------- receipt, id, run -- |  the same answer to each
/// ```
public struct OperationOrder: Hashable, Sendable {
  /// What is to be done.
  public enum Kind: Hashable, Sendable {
    case announce(Announcement.Style, text: String)
    /// Ends sessions; their players are told why.
    case kick(reason: String)
    /// What storage says of somebody's mutes has changed: read it again.
    case mutes
    /// Record spans of whatever the scope names, in one process or in all. For 0 seconds: no longer,
    /// of the operation that this one takes back.
    case trace(seconds: UInt32, process: NodeID?)
    /// A character is put to a place of a map: by whichever region holds it.
    case teleport(MapID, Position)
    /// Attributes of a character are set: by whichever region holds it.
    case attributes(CharacterAttributes)
    case logLevel(LogLevelOrder)
  }

  public var id: AdminOperationID
  /// Whom to answer.
  public var admin: AdminID
  /// The run of the node that is asked: any other one refuses.
  public var target: Incarnation
  /// Who ordered it.
  public var actor: String
  /// Milliseconds since 1970.
  public var issuedAt: UInt64
  /// Milliseconds since 1970; from then on nobody begins with it.
  public var deadline: UInt64
  /// The operation that this one takes back.
  public var undoOf: AdminOperationID?
  /// Some other node has done it: who has not begun with it never does.
  public var isWithdrawn = false
  /// Nil: one that this version does not know.
  public var scope: OperationScope?
  /// Nil: one that this version does not know.
  public var kind: Kind?

  public init(
    id: AdminOperationID, admin: AdminID, target: Incarnation, actor: String, issuedAt: UInt64,
    deadline: UInt64, undoOf: AdminOperationID? = nil, scope: OperationScope?, kind: Kind?
  ) {
    self.id = id
    self.admin = admin
    self.target = target
    self.actor = actor
    self.issuedAt = issuedAt
    self.deadline = deadline
    self.undoOf = undoOf
    self.scope = scope
    self.kind = kind
  }
}

/// What a node made of an order.
public enum OperationOutcome: Hashable, Sendable {
  /// Why nothing was done, and never will be. The numbers of `OperationRefusal` in
  /// `Proto/cluster.proto`.
  public enum Refusal: UInt32, Sendable, CaseIterable {
    case unknown = 0
    /// It came after its deadline.
    case expired
    /// It was for an earlier run of the node.
    case otherRun
    /// From a newer admin process.
    case unknownKind
    /// So old that the node no longer knows what became of it: the one case in which it may have
    /// been done.
    case forgotten
    /// It was begun, and could not be done.
    case failed
    case noSuchMap
    /// Not on the map, or nobody can stand there or near.
    case noSuchPlace
    /// A number that the world's rules do not know.
    case outOfRange
    /// The character is dead, and has to live for that.
    case dead
  }

  /// - Parameter reached: how many players.
  case applied(reached: UInt32)
  /// Done to one character.
  ///
  /// - Parameter before: how it was, as JSON: what takes the operation back.
  case changed(before: String)
  case refused(Refusal)
  /// Nobody is here whom it is about.
  case nothingToDo
}

/// The answer of a node to an order, the same for ever.
public struct OperationReceipt: Hashable, Sendable {
  public var id: AdminOperationID
  public var node: NodeID
  public var incarnation: Incarnation
  public var outcome: OperationOutcome

  public init(
    id: AdminOperationID, node: NodeID, incarnation: Incarnation, outcome: OperationOutcome
  ) {
    self.id = id
    self.node = node
    self.incarnation = incarnation
    self.outcome = outcome
  }
}
