import Model

extension SQLTransaction {
  func register(_ regions: [RegionID]) throws(StorageError) {
    try run(regions.sorted().map { [.integer(Int64($0.rawValue)), .integer(0)] }) { values in
      "INSERT INTO regions (id, epoch) VALUES \(values) ON CONFLICT (id) DO NOTHING"
    }
  }

  func regions() throws(StorageError) -> [RegionRow] {
    let found = try rows(
      "SELECT id, epoch, owner_shard, owner_incarnation FROM regions ORDER BY id", [])
    var result: [RegionRow] = []
    result.reserveCapacity(found.count)
    for row in found { result.append(try RegionRow(row)) }
    return result
  }

  func regions(_ regions: [RegionID]) throws(StorageError) -> [RegionRow] {
    let regions = Set(regions).sorted()
    let found = try rows(of: regions.map { .integer(Int64($0.rawValue)) }) { places in
      "SELECT id, epoch, owner_shard, owner_incarnation FROM regions WHERE id IN (\(places))"
    }
    var result: [RegionRow] = []
    result.reserveCapacity(found.count)
    for row in found { result.append(try RegionRow(row)) }
    return result.sorted { $0.region < $1.region }
  }

  func region(_ region: RegionID) throws(StorageError) -> RegionRow? {
    let row = try row(
      "SELECT id, epoch, owner_shard, owner_incarnation FROM regions WHERE id = $1",
      [.integer(Int64(region.rawValue))])
    guard let row else { return nil }
    return try RegionRow(row)
  }

  func claim(_ claims: [RegionClaim]) throws(StorageError) -> [RegionClaimResult] {
    try lock(regions: Set(claims.map(\.region)).sorted(), .exclusive)
    return try ascending(claims, by: \.region) { (claim) throws(StorageError) in
      try self.claim(claim)
    }
  }

  private func claim(_ claim: RegionClaim) throws(StorageError) -> RegionClaimResult {
    let won = try row(
      """
      UPDATE regions SET epoch = epoch + 1, owner_shard = $1, owner_incarnation = $2
      WHERE id = $3 AND epoch = $4 RETURNING epoch
      """,
      [
        .integer(Int64(claim.owner.shard.rawValue)),
        try .number(claim.owner.incarnation.rawValue, "incarnation"),
        .integer(Int64(claim.region.rawValue)), try .number(claim.expected.rawValue, "epoch"),
      ])
    if let won { return .won(Epoch(try won.number(0))) }
    guard let current = try region(claim.region) else { return .unknownRegion }
    let repeated = current.epoch == claim.expected.next && current.owner == claim.owner
    return repeated ? .won(current.epoch) : .lost(current)
  }

  /// True when the region is given away, now or by an earlier try.
  func release(_ fence: RegionFence, owner: RegionOwner) throws(StorageError) -> Bool {
    try lock(regions: [fence.region], .exclusive)
    let released = try run(
      """
      UPDATE regions SET owner_shard = NULL, owner_incarnation = NULL
      WHERE id = $1 AND epoch = $2 AND owner_shard = $3 AND owner_incarnation = $4
      """,
      [
        .integer(Int64(fence.region.rawValue)), try .number(fence.epoch.rawValue, "epoch"),
        .integer(Int64(owner.shard.rawValue)),
        try .number(owner.incarnation.rawValue, "incarnation"),
      ])
    if released > 0 { return true }
    guard let current = try region(fence.region) else { return false }
    return current.epoch == fence.epoch && current.epoch != .none && current.owner == nil
  }

  /// The current rows of those fences that no longer hold. Taken at the start of every write
  /// under a fence, in the same transaction.
  func stale(
    _ fences: some Sequence<RegionFence>
  ) throws(StorageError) -> [RegionFence: RegionRow] {
    let fences = Set(fences)
    let regions = Set(fences.map(\.region)).sorted()
    try lock(regions: regions, .shared)
    var rows: [RegionID: RegionRow] = [:]
    for row in try self.regions(regions) { rows[row.region] = row }
    var stale: [RegionFence: RegionRow] = [:]
    for fence in fences {
      let current =
        rows[fence.region] ?? RegionRow(region: fence.region, epoch: .none, owner: nil)
      if current.epoch != fence.epoch || current.owner == nil { stale[fence] = current }
    }
    return stale
  }
}

extension RegionRow {
  fileprivate init(_ row: ResultRow) throws(StorageError) {
    let shard = try row.optionalNumber(2)
    let incarnation = try row.optionalNumber(3)
    var owner: RegionOwner?
    if let shard, let incarnation {
      owner = RegionOwner(
        shard: ShardID(UInt32(truncatingIfNeeded: shard)), incarnation: Incarnation(incarnation))
    }
    self.init(
      region: RegionID(rawValue: UInt32(truncatingIfNeeded: try row.number(0))),
      epoch: Epoch(try row.number(1)), owner: owner)
  }
}
