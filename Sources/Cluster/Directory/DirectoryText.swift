import Model

/// How records and changes of the directory stand in Redis, as text that people can read too.
///
/// ```
/// record   00000000000000000007 shard 2 1763596800000000     20 digits of epoch first, so that
///          00000000000000000007 released                     scripts compare them as text
/// change   GENERATION VERSION REGION RECORD
/// ```
enum DirectoryText {
  static func encode(_ record: DirectoryRecord) -> String {
    let epoch = FencingText.encode(record.epoch.rawValue)
    switch record {
    case .owned(let entry):
      return "\(epoch) shard \(entry.shard.rawValue) \(entry.incarnation.rawValue)"
    case .released:
      return "\(epoch) released"
    }
  }

  static func record(_ text: some StringProtocol) -> DirectoryRecord? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard let first = parts.first, let epoch = FencingText.decode(first) else { return nil }
    if parts.count == 2, parts[1] == "released" { return .released(Epoch(epoch)) }
    guard parts.count == 4, parts[1] == "shard", let shard = UInt32(parts[2]),
      let incarnation = UInt64(parts[3])
    else { return nil }
    return .owned(
      DirectoryEntry(
        shard: ShardID(shard), incarnation: Incarnation(incarnation), epoch: Epoch(epoch)))
  }

  static func change(_ text: String) -> DirectoryChange? {
    let parts = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, !parts[0].isEmpty, let version = UInt64(parts[1]),
      let region = UInt32(parts[2]), let record = record(parts[3])
    else { return nil }
    return DirectoryChange(
      generation: String(parts[0]), version: version, region: RegionID(rawValue: region),
      record: record)
  }
}
