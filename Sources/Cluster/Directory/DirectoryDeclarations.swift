import Model

/// What this process has to tell the directory: the regions it holds, and those it gave away and
/// Redis has not heard of yet.
///
/// It outlives Redis: whatever Redis forgot is declared again.
struct DirectoryDeclarations: ~Copyable {
  private var records: [RegionID: DirectoryRecord] = [:]

  init() {}

  /// This process holds the region, or gave it away, at this epoch. A lower epoch is ignored.
  mutating func declare(_ region: RegionID, _ record: DirectoryRecord) {
    if let old = records[region], old != record, !record.replaces(old) { return }
    records[region] = record
  }

  /// The regions of which something is declared, ascending.
  var regions: [RegionID] { records.keys.sorted() }

  /// Redis answered: the record stands there, or another one that is in its way.
  mutating func settled(_ region: RegionID, stands record: DirectoryRecord) {
    guard let declared = records[region] else { return }
    let isOurs = declared == record
    if isOurs, case .owned = declared { return }
    if isOurs || !declared.replaces(record) { records[region] = nil }
  }

  /// What a Redis that holds `table`, of these regions at least, lacks, ascending. What stands against a declaration is taken
  /// as its end.
  mutating func missing(
    in table: [RegionID: DirectoryRecord]
  ) -> [(region: RegionID, record: DirectoryRecord)] {
    for (region, record) in table { settled(region, stands: record) }
    return records.filter { table[$0.key] != $0.value }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
