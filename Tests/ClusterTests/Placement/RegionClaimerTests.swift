import Cluster
import Model
import Testing

struct RegionClaimerTests {
  private typealias Owner = RegionOwnership.Owner

  private static let mine = Owner(shard: ShardID(1), incarnation: Incarnation(10))
  private static let earlier = Owner(shard: ShardID(1), incarnation: Incarnation(9))
  private static let later = Owner(shard: ShardID(1), incarnation: Incarnation(11))
  private static let other = Owner(shard: ShardID(2), incarnation: Incarnation(20))

  private let region = RegionID(rawValue: 1)

  private func claimer(predecessorExited: Bool = false) -> RegionClaimer {
    RegionClaimer(own: Self.mine, predecessorExited: predecessorExited)
  }

  private func plan(_ assignments: [UInt32: UInt32]) throws -> PlacementPlan {
    try PlacementPlan(
      version: 1, shards: [ShardID(1), ShardID(2)],
      assignments: Dictionary(
        uniqueKeysWithValues: assignments.map { (RegionID(rawValue: $0), ShardID($1)) }))
  }

  /// One region, planned here, owned at epoch 4 by `owner`.
  private func view(
    owner: Owner?, leases: Set<Owner> = [], absenceCounts: Bool = false
  ) throws -> RegionClaimer.View {
    RegionClaimer.View(
      plan: try plan([1: 1]),
      rows: [region: RegionOwnership(epoch: Epoch(4), owner: owner)],
      leases: leases.union([Self.mine]), absenceCounts: absenceCounts)
  }

  private var claim: [RegionClaimer.Claim] {
    [RegionClaimer.Claim(region: region, from: Epoch(4))]
  }

  @Test func claimsWhatNobodyEverOwned() throws {
    var claimer = claimer()
    let decision = claimer.decide(
      .init(plan: try plan([1: 1, 2: 2]), rows: [:], leases: [], absenceCounts: false))
    #expect(decision.claim == [RegionClaimer.Claim(region: region, from: .none)])
    #expect(decision.giveAway.isEmpty && decision.waiting.isEmpty)
  }

  @Test func claimsWhatWasGivenAway() throws {
    var claimer = claimer()
    #expect(claimer.decide(try view(owner: nil)).claim == claim)
  }

  @Test func claimsItsOwnUnheldRegionAgain() throws {
    var claimer = claimer()
    #expect(claimer.decide(try view(owner: Self.mine)).claim == claim)
  }

  @Test func waitsForAnOwnerThatLives() throws {
    var claimer = claimer()
    let decision = claimer.decide(
      try view(owner: Self.other, leases: [Self.other], absenceCounts: true))
    #expect(decision.claim.isEmpty)
    #expect(decision.waiting == [region: .ownerAlive(Self.other)])
  }

  @Test func anAbsentLeaseCountsOnlyAfterContact() throws {
    var claimer = claimer()
    let young = claimer.decide(try view(owner: Self.other, absenceCounts: false))
    #expect(young.claim.isEmpty)
    #expect(young.waiting == [region: .absenceDoesNotCount(Self.other)])
    #expect(claimer.decide(try view(owner: Self.other, absenceCounts: true)).claim == claim)
  }

  @Test func anObservedExitCountsAtOnce() throws {
    var claimer = claimer()
    claimer.observedExit(of: Self.other)
    #expect(claimer.decide(try view(owner: Self.other, leases: [Self.other])).claim == claim)
    var another = self.claimer()
    another.observedExit(of: Owner(shard: ShardID(2), incarnation: Incarnation(19)))
    #expect(another.decide(try view(owner: Self.other)).claim.isEmpty)
  }

  @Test func aPredecessorCountsAsExitedOnlyWhenVouchedFor() throws {
    var sure = claimer(predecessorExited: true)
    #expect(sure.decide(try view(owner: Self.earlier)).claim == claim)
    var unsure = claimer()
    #expect(
      unsure.decide(try view(owner: Self.earlier)).waiting
        == [region: .absenceDoesNotCount(Self.earlier)])
    #expect(unsure.decide(try view(owner: Self.earlier, absenceCounts: true)).claim == claim)
  }

  @Test func neverClaimsFromItsSuccessor() throws {
    var claimer = claimer(predecessorExited: true)
    let decision = claimer.decide(try view(owner: Self.later, absenceCounts: true))
    #expect(decision.claim.isEmpty)
    #expect(decision.waiting == [region: .superseded(Self.later)])
  }

  @Test func asksOnceUntilAnswered() throws {
    var claimer = claimer()
    #expect(claimer.decide(try view(owner: nil)).claim == claim)
    let second = claimer.decide(try view(owner: nil))
    #expect(second.claim.isEmpty)
    #expect(second.waiting == [region: .claiming])
    claimer.claimFailed(region)
    #expect(claimer.decide(try view(owner: nil)).claim == claim)
    claimer.claimed(region, epoch: Epoch(5))
    check(claimer.held, [region: Epoch(5)])
    let held = claimer.decide(try view(owner: Self.mine))
    #expect(held == RegionClaimer.Decision())
    claimer.dropped(region)
    #expect(claimer.decide(try view(owner: Self.mine)).claim == claim)
  }

  @Test func givesAwayOnlyToAShardThatLives() throws {
    var claimer = claimer()
    claimer.claimed(region, epoch: Epoch(5))
    let elsewhere = try plan([1: 2])
    let rows = [region: RegionOwnership(epoch: Epoch(5), owner: Self.mine)]
    let dead = claimer.decide(
      .init(plan: elsewhere, rows: rows, leases: [Self.mine], absenceCounts: true))
    #expect(dead.giveAway.isEmpty)
    let alive = claimer.decide(
      .init(plan: elsewhere, rows: rows, leases: [Self.mine, Self.other], absenceCounts: true))
    #expect(alive.giveAway == [region])
    #expect(alive.claim.isEmpty)
  }

  @Test func keepsARegionThatThePlanForgot() throws {
    var claimer = claimer()
    claimer.claimed(region, epoch: Epoch(5))
    let decision = claimer.decide(
      .init(plan: try plan([:]), rows: [:], leases: [Self.mine, Self.other], absenceCounts: true))
    #expect(decision == RegionClaimer.Decision())
  }

  @Test func drainingGivesAllAwayAndClaimsNothing() throws {
    var claimer = claimer()
    claimer.claimed(region, epoch: Epoch(5))
    claimer.claimed(RegionID(rawValue: 0), epoch: Epoch(1))
    claimer.drain()
    let decision = claimer.decide(
      .init(
        plan: try plan([0: 1, 1: 1, 2: 1]), rows: [:], leases: [], absenceCounts: true))
    #expect(decision.giveAway == [RegionID(rawValue: 0), region])
    #expect(decision.claim.isEmpty && decision.waiting.isEmpty)
  }

  @Test func oneRoundIsBounded() throws {
    var claimer = claimer()
    let count = UInt32(ClusterLimits.claimsPerRoundMax + 3)
    let plan = try plan(Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, 1) }))
    let view = RegionClaimer.View(plan: plan, rows: [:], leases: [], absenceCounts: false)
    let first = claimer.decide(view)
    #expect(first.claim.count == ClusterLimits.claimsPerRoundMax)
    #expect(first.waiting.values.filter { $0 == .nextRound }.count == 3)
    #expect(claimer.decide(view).claim.map(\.region.rawValue) == Array(count - 3..<count))
  }
}
