import Model
import Storage

/// Operations that players were told are done: whatever happened since, each must be recorded so.
struct ConfirmedOperations {
  let ids: [String]

  func check(_ store: any Store) async throws(StorageError) -> Check {
    var findings = Findings()
    for start in stride(from: 0, to: ids.count, by: CheckerLimits.newestOperationsMax) {
      let page = Array(ids[start..<min(ids.count, start + CheckerLimits.newestOperationsMax)])
      let recorded = Dictionary(
        try await store.operations(page).map { ($0.id, $0.result) }
      ) { $1 }
      for id in page {
        switch recorded[id] {
        case .done?: break
        case nil: findings.add("\(id) was confirmed to a player, and is not recorded")
        case let result?:
          findings.add("\(id) was confirmed to a player, and is recorded as \(result)")
        }
      }
    }
    return findings.check(
      .durability, "confirmed", unknown: ids.isEmpty ? "nothing was confirmed" : nil,
      figures: ["confirmed": Int64(ids.count)])
  }
}
