import Model
import Storage

/// Compares looks into the storage: what only grows must not shrink, and what is for ever must stay.
public struct StorageWatch: Sendable {
  private(set) var looks = 0
  private(set) var regions: [RegionID: RegionRow] = [:]
  private(set) var marks: [CharacterID: FencingMark] = [:]
  private var operations: [String: RecordedOperation] = [:]
  private var audits: [BelongingsAudit] = []
  private var epochFindings = Findings()
  private var holderFindings = Findings()
  private var operationFindings = Findings()
  private var changes: [String: Int64] = [:]

  public init() {}

  /// What the next look should ask for.
  var watched: [String] { operations.keys.sorted() }

  public mutating func read(_ sample: StorageSample) {
    readRegions(sample.regions)
    readMarks(sample.marks)
    readOperations(sample)
    looks += 1
  }

  public mutating func read(_ audit: BelongingsAudit) {
    audits = [audits.first ?? audit, audit]
  }

  // MARK: Regions

  private mutating func readRegions(_ rows: [RegionRow]) {
    let fresh = Dictionary(rows.map { ($0.region, $0) }) { $1 }
    for old in regions.values.sorted(by: { $0.region < $1.region }) {
      guard let new = fresh[old.region] else {
        epochFindings.add("region \(old.region) is gone")
        continue
      }
      compare(old, new)
    }
    regions = fresh
  }

  private mutating func compare(_ old: RegionRow, _ new: RegionRow) {
    if new.epoch < old.epoch {
      epochFindings.add(
        "region \(old.region) went back from epoch \(old.epoch.rawValue) to \(new.epoch.rawValue)")
    } else if new.epoch == old.epoch, new.owner != old.owner, new.owner != nil {
      epochFindings.add(
        "region \(old.region) has a second owner at epoch \(old.epoch.rawValue)")
    } else if new != old {
      changes["changes_of_owners", default: 0] += 1
    }
  }

  // MARK: Characters

  private mutating func readMarks(_ rows: [FencingMark]) {
    var fresh: [CharacterID: FencingMark] = [:]
    fresh.reserveCapacity(rows.count)
    for row in rows {
      if let old = marks[row.character] { compare(old, row) }
      fresh[row.character] = row
    }
    marks = fresh
  }

  private mutating func compare(_ old: FencingMark, _ new: FencingMark) {
    let (before, after) = (old.holding.sequence, new.holding.sequence)
    if after < before {
      holderFindings.add(
        "\(old.character) went back from sequence \(before.rawValue) to \(after.rawValue)")
    } else if after == before, new.holding.holder != old.holding.holder,
      new.holding.holder != nil
    {
      holderFindings.add("\(old.character) has a second holder at sequence \(before.rawValue)")
    } else if after > before {
      changes["changes_of_holders", default: 0] += 1
    }
    if new.valueVersion < old.valueVersion {
      holderFindings.add(
        """
        \(old.character) went back from value version \(old.valueVersion.rawValue) to \
        \(new.valueVersion.rawValue)
        """)
    } else if new.valueVersion > old.valueVersion {
      changes["changes_of_belongings", default: 0] += 1
    }
  }

  // MARK: Operations

  private mutating func readOperations(_ sample: StorageSample) {
    let found = Dictionary(sample.watched.map { ($0.id, $0) }) { $1 }
    for (id, last) in operations.sorted(by: { $0.key < $1.key })
    where !last.mayBeForgotten(at: sample.at) {
      if found[id] == nil { operationFindings.add("operation \(id) is no longer recorded") }
      if let now = found[id], now != last {
        operationFindings.add("operation \(id) has another result than before")
      }
    }
    // What was told once is not told again at every look.
    operations = found
    for operation in sample.newest where operations.count < CheckerLimits.operationsMax {
      operations[operation.id] = operation
    }
  }

  // MARK: Verdicts

  /// One for each invariant that storage alone can tell.
  public var checks: [Check] {
    [epochCheck, holderCheck, itemCheck, goldCheck, operationCheck]
  }

  private var once: String? { looks < 2 ? "storage was read \(looks) times, not twice" : nil }

  private var epochCheck: Check {
    let owned = regions.values.count { $0.epoch != .none }
    return epochFindings.check(
      .epochs, "epochs", unknown: once ?? (owned == 0 ? "no region had an owner yet" : nil),
      figures: [
        "regions": Int64(regions.count),
        "changes_of_owners": changes["changes_of_owners", default: 0],
      ])
  }

  private var holderCheck: Check {
    holderFindings.check(
      .holders, "holders", unknown: once ?? (marks.isEmpty ? "there are no characters" : nil),
      figures: [
        "characters": Int64(marks.count),
        "changes_of_holders": changes["changes_of_holders", default: 0],
        "changes_of_belongings": changes["changes_of_belongings", default: 0],
      ])
  }

  private var itemCheck: Check {
    var findings = Findings()
    for audit in distinctAudits { findings.addItems(audit) }
    return findings.check(
      .items, "items", unknown: unaudited { $0.kinds.isEmpty ? "there never was an item" : nil },
      figures: ["items": audits.last?.items ?? 0, "kinds": Int64(audits.last?.kinds.count ?? 0)])
  }

  private var goldCheck: Check {
    var findings = Findings()
    for audit in distinctAudits { findings.addGold(audit) }
    return findings.check(
      .gold, "gold", unknown: unaudited { $0.goldMinted == 0 ? "there never was gold" : nil },
      figures: [
        "minted": audits.last?.goldMinted ?? 0, "burnt": audits.last?.goldBurnt ?? 0,
        "held": audits.last?.goldHeld ?? 0,
      ])
  }

  private var operationCheck: Check {
    operationFindings.check(
      .durability, "operations",
      unknown: once ?? (operations.isEmpty ? "no operation was recorded yet" : nil),
      figures: [
        "watched": Int64(operations.count), "recorded": audits.last?.operations ?? 0,
      ])
  }

  private var distinctAudits: [BelongingsAudit] {
    audits.count == 2 && audits[0] == audits[1] ? [audits[0]] : audits
  }

  private func unaudited(_ nothing: (BelongingsAudit) -> String?) -> String? {
    guard let last = audits.last else { return "the books were not read" }
    return nothing(last)
  }
}

extension RecordedOperation {
  /// Whether its result may go: clocks of several machines are not exact.
  fileprivate func mayBeForgotten(at moment: Int64) -> Bool {
    moment - doneAt > StorageLimits.resultMillisecondsMax / 2
  }
}
