import Model

/// The books of everything that has value, read at one moment: what exists against what the ledgers
/// say. Lists of deviations hold `StorageLimits.auditRowsMax` at most.
public struct BelongingsAudit: Hashable, Sendable {
  /// All pieces of one kind.
  public struct Kind: Hashable, Sendable {
    public let kind: ItemKind
    /// What the rows of items hold.
    public let held: Int64
    /// What was minted, less what was burnt.
    public let ledger: Int64

    public init(kind: ItemKind, held: Int64, ledger: Int64) {
      self.kind = kind
      self.held = held
      self.ledger = ledger
    }
  }

  /// Pieces of one kind, or gold, of one owner.
  public struct Deviation: Hashable, Sendable {
    /// `character/N`, `ground/N` or `mail/N`.
    public let owner: String
    /// Nil for gold.
    public let kind: ItemKind?
    public let held: Int64
    public let ledger: Int64

    public init(owner: String, kind: ItemKind?, held: Int64, ledger: Int64) {
      self.owner = owner
      self.kind = kind
      self.held = held
      self.ledger = ledger
    }
  }

  /// All kinds that ever were, in ascending order.
  public var kinds: [Kind] = []
  /// Rows of items.
  public var items: Int64 = 0
  /// Recorded operations: all that were done, and what was refused lately.
  public var operations: Int64 = 0
  /// Gold that ever was made and destroyed, by the ledger.
  public var goldMinted: Int64 = 0
  public var goldBurnt: Int64 = 0
  /// Gold of all characters and letters.
  public var goldHeld: Int64 = 0
  /// The sum of all accounts with those of mint and burn: 0.
  public var goldSum: Int64 = 0
  /// Owners whose items are not what came to them less what left them.
  public var itemDeviations: [Deviation] = []
  /// Accounts whose balance is not the sum of their entries.
  public var goldDeviations: [Deviation] = []
  /// Operations whose entries of gold do not add up to 0.
  public var unbalancedOperations: [String] = []
  /// Entries of the ledgers under an operation that is not recorded.
  public var unrecordedOperations: [String] = []
  /// Items whose owner does not exist.
  public var ownerlessItems: [ItemID] = []
  /// Accounts of gold whose owner does not exist.
  public var ownerlessAccounts: [String] = []

  public init() {}

  /// Whether every item and every coin is accounted for.
  public var isClean: Bool {
    goldSum == 0 && goldHeld == goldMinted - goldBurnt && itemDeviations.isEmpty
      && goldDeviations.isEmpty && unbalancedOperations.isEmpty && unrecordedOperations.isEmpty
      && ownerlessItems.isEmpty && ownerlessAccounts.isEmpty
      && kinds.allSatisfy { $0.held == $0.ledger }
  }
}
