import Model

extension SQLTransaction {
  func plan() throws(StorageError) -> StoredPlan? {
    let row = try row("SELECT version, document FROM placement_plans WHERE id = 1", [])
    guard let row else { return nil }
    return StoredPlan(version: try row.number(0), document: try row.bytes(1))
  }

  func storePlan(
    _ document: [UInt8], replacing version: UInt64
  ) throws(StorageError) -> PlanResult {
    try checkSize(document.count, max: StorageLimits.planBytesMax, "a placement plan")
    let stored =
      if version == 0 {
        try run(
          """
          INSERT INTO placement_plans (id, version, document) VALUES (1, 1, $1)
          ON CONFLICT (id) DO NOTHING
          """, [.bytes(document)])
      } else {
        try run(
          """
          UPDATE placement_plans SET version = version + 1, document = $1
          WHERE id = 1 AND version = $2
          """, [.bytes(document), try .number(version, "plan version")])
      }
    return stored > 0 ? .stored(version: version + 1) : .conflict(try plan())
  }
}
