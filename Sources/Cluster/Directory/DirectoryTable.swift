import Model

/// A process's copy of the directory: region → (shard, incarnation, epoch).
///
/// It follows numbered changes and says when it missed one. Whatever arrives, in whatever order, a
/// higher epoch is never replaced by a lower one.
public struct DirectoryTable: Sendable {
  /// What became of a change.
  public enum Outcome: Hashable, Sendable {
    case applied
    /// Versions are missing in between, or another data set counts them: load the whole table.
    /// The change was merged meanwhile.
    case gap
    /// Already known, or of a lower epoch.
    case stale
  }

  /// A region whose owner changed; nil: nobody owns it now.
  public struct Update: Hashable, Sendable {
    public let region: RegionID
    public let entry: DirectoryEntry?

    public init(region: RegionID, entry: DirectoryEntry?) {
      self.region = region
      self.entry = entry
    }
  }

  /// The data set that `version` counts in; nil before the first load.
  public private(set) var generation: String?
  public private(set) var version: UInt64 = 0
  private var records: [RegionID: DirectoryRecord] = [:]

  public init() {}

  /// How many regions have an owner or had one.
  public var count: Int { records.count }

  /// The owner of a region; nil when there is none or it is not known.
  public func lookup(_ region: RegionID) -> DirectoryEntry? { records[region]?.entry }

  /// The highest epoch heard of, also of a region that was given away.
  public func epoch(of region: RegionID) -> Epoch { records[region]?.epoch ?? .none }

  /// Every region with an owner, ascending.
  public var owned: [(region: RegionID, entry: DirectoryEntry)] {
    records.compactMap { region, record in record.entry.map { (region, $0) } }
      .sorted { $0.region < $1.region }
  }

  /// Takes one published change. `updates` gets what a reader of the table sees differently now.
  public mutating func apply(_ change: DirectoryChange, updates: inout [Update]) -> Outcome {
    guard change.generation == generation else {
      merge(change.region, change.record, updates: &updates)
      return .gap
    }
    let isNext = change.version == version &+ 1
    if isNext { version = change.version }
    let merged = merge(change.region, change.record, updates: &updates)
    if isNext { return merged ? .applied : .stale }
    // News under an old number: this Redis has lost writes and counts again.
    return change.version > version || merged ? .gap : .stale
  }

  public mutating func apply(_ change: DirectoryChange) -> Outcome {
    var updates: [Update] = []
    return apply(change, updates: &updates)
  }

  /// Takes the whole table as one Redis held it at one version.
  ///
  /// A region that is missing there keeps what is known here: a Redis that lost writes or was
  /// emptied is filled again by the owners, and until then the old hint is better than none.
  public mutating func load(
    generation: String, version: UInt64, records loaded: [RegionID: DirectoryRecord],
    updates: inout [Update]
  ) {
    self.generation = generation
    self.version = version
    for region in loaded.keys.sorted() {
      if let record = loaded[region] { merge(region, record, updates: &updates) }
    }
  }

  /// Takes what this process knows at first hand, outside of the numbered changes.
  public mutating func declare(
    _ region: RegionID, _ record: DirectoryRecord, updates: inout [Update]
  ) {
    merge(region, record, updates: &updates)
  }

  @discardableResult
  private mutating func merge(
    _ region: RegionID, _ record: DirectoryRecord, updates: inout [Update]
  ) -> Bool {
    let old = records[region]
    if let old, !record.replaces(old) { return false }
    guard old != nil || records.count < ClusterLimits.regionsMax else { return false }
    records[region] = record
    if old?.entry != record.entry { updates.append(Update(region: region, entry: record.entry)) }
    return true
  }
}
