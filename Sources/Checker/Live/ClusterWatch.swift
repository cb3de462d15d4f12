import Cluster
import Model
import Storage
import Wire

/// Holds what processes report against what storage says. Much of it may differ for a moment while
/// a region or a character moves, so a difference counts only when no look was without it.
public struct ClusterWatch: Sendable {
  private(set) var looks = 0
  private var zombies = Findings()
  /// What is out of order now, and for how many looks.
  private var faults: [String: (looks: Int, sentence: String)] = [:]
  /// The nodes that had a lease at the last look.
  private var known: Set<String> = []
  private var players: Int64 = 0
  private var sessions: Int64 = 0
  private var held: Int64 = 0
  /// Looks at which the numbers said that everybody is there, and once.
  private var agreements = 0
  /// For how many looks, one after the other, more were simulated than have holders.
  private var surplus = 0
  /// For how many looks fewer were simulated than play.
  private var absence = 0

  public init() {}

  /// `regions` and `marks` were read after the sample.
  mutating func read(
    _ sample: ClusterSample, regions: [RegionID: RegionRow], marks: [CharacterID: FencingMark]
  ) {
    looks += 1
    let reports = reports(sample)
    compareEpochs(reports, regions)
    for row in regions.values where row.epoch != .none {
      note("region \(row.region)", fault(of: row, sample, reports[row.region] ?? []))
    }
    let answered = Set(sample.replies.map(\.node))
    let nodes = Set(sample.nodes.map(\.node.description))
    for node in nodes.union(known) {
      let isSilent = nodes.contains(node) && !answered.contains { $0.description == node }
      note(node, isSilent ? "it does not answer" : nil)
    }
    known = nodes
    count(sample, marks)
  }

  private struct Report {
    let shard: ShardID
    let incarnation: Incarnation
    let epoch: Epoch
  }

  private func reports(_ sample: ClusterSample) -> [RegionID: [Report]] {
    var reports: [RegionID: [Report]] = [:]
    for reply in sample.replies {
      guard case .shard(let shard) = reply.node else { continue }
      for status in reply.regions {
        reports[status.region, default: []].append(
          Report(shard: shard, incarnation: reply.incarnation, epoch: status.epoch))
      }
    }
    return reports
  }

  /// What may not be for a moment either.
  private mutating func compareEpochs(
    _ reports: [RegionID: [Report]], _ regions: [RegionID: RegionRow]
  ) {
    for (region, reports) in reports.sorted(by: { $0.key < $1.key }) {
      let known = regions[region]?.epoch ?? .none
      for report in reports where report.epoch > known {
        zombies.add(
          """
          \(report.shard) simulates region \(region) at epoch \(report.epoch.rawValue), which \
          storage never issued
          """)
      }
      let epochs = Dictionary(grouping: reports, by: \.epoch)
      for (epoch, reports) in epochs where Set(reports.map(\.shard)).count > 1 {
        zombies.add(
          "\(reports.count) shards simulate region \(region) at epoch \(epoch.rawValue)")
      }
    }
  }

  /// Why a region is not simulated by the one shard that storage names; nil when it is.
  private func fault(
    of row: RegionRow, _ sample: ClusterSample, _ reports: [Report]
  ) -> String? {
    guard let owner = row.owner else { return "nobody owns it" }
    guard reports.count == 1, let report = reports.first else {
      return reports.isEmpty
        ? "\(owner.shard) does not report it" : "\(reports.count) shards report it"
    }
    guard report.shard == owner.shard, report.incarnation == owner.incarnation else {
      return "\(report.shard) reports it, and storage says \(owner.shard)"
    }
    guard report.epoch == row.epoch else {
      return "it runs at epoch \(report.epoch.rawValue), and storage is at \(row.epoch.rawValue)"
    }
    let entry = DirectoryEntry(
      shard: owner.shard, incarnation: owner.incarnation, epoch: row.epoch)
    return sample.directory[row.region] == entry ? nil : "the directory says something else"
  }

  private mutating func note(_ name: String, _ fault: String?) {
    if let fault {
      faults[name] = ((faults[name]?.looks ?? 0) + 1, fault)
    } else {
      faults[name] = nil
    }
  }

  private mutating func count(_ sample: ClusterSample, _ marks: [CharacterID: FencingMark]) {
    // Of those who do not answer nobody knows how many they have.
    guard sample.replies.count == sample.nodes.count, !sample.nodes.isEmpty else { return }
    let regions = sample.replies.flatMap(\.regions)
    players = regions.reduce(0) { $0 + Int64($1.players) }
    sessions = sample.replies.reduce(0) { $0 + Int64($1.sessions) }
    held = Int64(marks.values.count { $0.holding.holder != nil })
    let moving = regions.reduce(0) { $0 + Int64($1.handoffsPending) }
    surplus = players > held + moving ? surplus + 1 : 0
    absence = sessions > players + moving ? absence + 1 : 0
    if sessions <= players, players <= held { agreements += 1 }
  }

  // MARK: Verdicts

  /// One for each invariant that the running processes can tell.
  public var checks: [Check] { [epochCheck, regionCheck, characterCheck] }

  private var epochCheck: Check {
    zombies.check(
      .epochs, "simulation", unknown: looks == 0 ? "no process was asked" : nil,
      figures: ["looks": Int64(looks)])
  }

  private var regionCheck: Check {
    var findings = Findings()
    for (name, fault) in faults.sorted(by: { $0.key < $1.key })
    where fault.looks > CheckerLimits.unsettledLooksMax {
      findings.add("\(name): \(fault.sentence), for \(fault.looks) looks by now")
    }
    let moving = faults.min { $0.key < $1.key }.map { "\($0.key): \($0.value.sentence)" }
    return findings.check(
      .presence, "regions", unknown: looks == 0 ? "no process was asked" : moving,
      figures: ["looks": Int64(looks)])
  }

  /// Processes say how many characters they simulate, not which. Whoever plays is simulated, and
  /// whoever is simulated has a holder; one whose shard died and who did not come back has a holder
  /// and is not simulated.
  private var characterCheck: Check {
    var findings = Findings()
    if surplus > CheckerLimits.unsettledLooksMax {
      findings.add("\(players) characters are simulated, and only \(held) have holders")
    }
    if absence > CheckerLimits.unsettledLooksMax {
      findings.add("\(sessions) characters are played, and only \(players) are simulated")
    }
    return findings.check(
      .presence, "characters",
      unknown: agreements > 0 ? nil : "at no look did all processes agree on how many there are",
      figures: [
        "played": sessions, "simulated": players, "held": held, "looks": Int64(looks),
      ])
  }
}
