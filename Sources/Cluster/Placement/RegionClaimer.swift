import Model

/// A region's row in storage, the authority: its epoch and who holds it; no owner: given away, or
/// never owned.
public struct RegionOwnership: Hashable, Sendable {
  public var epoch: Epoch
  public var owner: Owner?

  /// One run of a shard.
  public struct Owner: Hashable, Sendable {
    public var shard: ShardID
    public var incarnation: Incarnation

    public init(shard: ShardID, incarnation: Incarnation) {
      self.shard = shard
      self.incarnation = incarnation
    }
  }

  public init(epoch: Epoch, owner: Owner?) {
    self.epoch = epoch
    self.owner = owner
  }
}

/// Decides for one shard which regions it claims, gives away or waits for.
///
/// A claim is a compare-and-set in storage, so a wrong decision here costs a player a pause, never
/// two owners. The rules keep it from taking a region from an owner that lives: a region may be
/// claimed when it was given away, when its owner's process exit was observed (a closed link is not
/// an exit), or when its owner's lease is absent and the absence counts.
public struct RegionClaimer: ~Copyable, Sendable {
  /// What the shard knows when it decides.
  public struct View: Sendable {
    public var plan: PlacementPlan
    /// Every region's row; a region without one was never owned.
    public var rows: [RegionID: RegionOwnership]
    /// Who holds a lease now.
    public var leases: Set<RegionOwnership.Owner>
    /// `Contact.absenceCounts` for these leases.
    public var absenceCounts: Bool

    public init(
      plan: PlacementPlan, rows: [RegionID: RegionOwnership],
      leases: Set<RegionOwnership.Owner>, absenceCounts: Bool
    ) {
      self.plan = plan
      self.rows = rows
      self.leases = leases
      self.absenceCounts = absenceCounts
    }
  }

  /// A compare-and-set to try: `from` → `from.next`, owner: this shard.
  public struct Claim: Hashable, Sendable {
    public let region: RegionID
    public let from: Epoch

    public init(region: RegionID, from: Epoch) {
      self.region = region
      self.from = from
    }
  }

  /// Why a region of this shard's plan is not claimed yet.
  public enum Wait: Hashable, Sendable {
    /// Its owner lives and has to give it away.
    case ownerAlive(RegionOwnership.Owner)
    /// Its owner's lease is absent, but contact with Redis is too young for that to count.
    case absenceDoesNotCount(RegionOwnership.Owner)
    /// A later run of this shard holds it: this process is over.
    case superseded(RegionOwnership.Owner)
    /// The claim is under way.
    case claiming
    /// More regions than one round takes.
    case nextRound
  }

  public struct Decision: Hashable, Sendable {
    /// Ascending.
    public var claim: [Claim] = []
    /// Held here and wanted by the plan on another shard that lives. Ascending.
    public var giveAway: [RegionID] = []
    public var waiting: [RegionID: Wait] = [:]

    public init() {}
  }

  /// Between two rounds of a shard when nothing happens. Each reads the rows of what the shard has
  /// and of what the plan gives it.
  public static let roundMilliseconds: Int64 = 250
  /// Of so many rounds one reads the rows of all regions.
  public static let roundsEachWhole = 20

  public let own: RegionOwnership.Owner
  /// Whether whoever starts this process vouches that its predecessors have exited, as a
  /// supervisor that waits for its child does, and a StatefulSet.
  public let predecessorExited: Bool

  /// What this shard holds, with the epoch at which it does.
  public private(set) var held: [RegionID: Epoch] = [:]
  private var claiming: Set<RegionID> = []
  private var exited: Set<RegionOwnership.Owner> = []
  private var isDraining = false

  public init(own: RegionOwnership.Owner, predecessorExited: Bool) {
    self.own = own
    self.predecessorExited = predecessorExited
  }

  /// The process of this owner was seen to end, by its parent or by the operating system.
  public mutating func observedExit(of owner: RegionOwnership.Owner) {
    precondition(owner != own, "a process does not observe its own exit")
    exited.insert(owner)
  }

  /// This shard was told to stop: it claims nothing more and gives everything away.
  public mutating func drain() { isDraining = true }

  /// Storage accepted a claim: this shard holds the region at `epoch`.
  public mutating func claimed(_ region: RegionID, epoch: Epoch) {
    claiming.remove(region)
    if let old = held[region] { precondition(old <= epoch, "epochs never go back") }
    held[region] = epoch
  }

  /// Storage refused a claim, or nobody knows what it did: the next round reads the rows again.
  public mutating func claimFailed(_ region: RegionID) { claiming.remove(region) }

  /// The region was given away, or storage said that another holds it.
  public mutating func dropped(_ region: RegionID) { held[region] = nil }

  /// One round. Every region in `claim` has to be answered by `claimed` or `claimFailed`.
  public mutating func decide(_ view: View) -> Decision {
    var decision = Decision()
    for region in held.keys.sorted() where shouldGiveAway(region, view) {
      decision.giveAway.append(region)
    }
    guard !isDraining else { return decision }
    for region in view.plan.regions(of: own.shard) where held[region] == nil {
      if let wait = obstacle(to: region, view) {
        decision.waiting[region] = wait
      } else if decision.claim.count == ClusterLimits.claimsPerRoundMax {
        decision.waiting[region] = .nextRound
      } else {
        claiming.insert(region)
        decision.claim.append(Claim(region: region, from: view.rows[region]?.epoch ?? .none))
      }
    }
    return decision
  }

  private func shouldGiveAway(_ region: RegionID, _ view: View) -> Bool {
    if isDraining { return true }
    guard let wanted = view.plan.shard(of: region), wanted != own.shard else { return false }
    return view.leases.contains { $0.shard == wanted }
  }

  private func obstacle(to region: RegionID, _ view: View) -> Wait? {
    if claiming.contains(region) { return .claiming }
    guard let owner = view.rows[region]?.owner, owner != own, !exited.contains(owner) else {
      return nil
    }
    if owner.shard == own.shard {
      if owner.incarnation > own.incarnation { return .superseded(owner) }
      if predecessorExited { return nil }
    }
    if view.leases.contains(owner) { return .ownerAlive(owner) }
    return view.absenceCounts ? nil : .absenceDoesNotCount(owner)
  }
}
