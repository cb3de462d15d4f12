import Model

extension PostgreSQLStore {
  public func register(_ regions: [RegionID]) async throws(StorageError) {
    try await write(.register, rows: regions.count) { (transaction) throws(StorageError) in
      try transaction.register(regions)
    }
  }

  public func regions() async throws(StorageError) -> [RegionRow] {
    try await read(.regions) { (transaction) throws(StorageError) in
      try transaction.regions()
    }
  }

  public func regions(_ regions: [RegionID]) async throws(StorageError) -> [RegionRow] {
    try await read(.regions) { (transaction) throws(StorageError) in
      try transaction.regions(regions)
    }
  }

  public func claim(_ claims: [RegionClaim]) async throws(StorageError) -> [RegionClaimResult] {
    try await write(.claimRegions, rows: claims.count) { (transaction) throws(StorageError) in
      try transaction.claim(claims)
    }
  }

  public func release(
    _ fence: RegionFence, owner: RegionOwner
  ) async throws(StorageError) -> Bool {
    try await write(.release) { (transaction) throws(StorageError) in
      try transaction.release(fence, owner: owner)
    }
  }

  public func save(
    _ checkpoints: [RegionCheckpoint]
  ) async throws(StorageError) -> [CheckpointResult] {
    try await write(.saveCheckpoints, rows: checkpoints.count) {
      (transaction) throws(StorageError) in
      try transaction.save(checkpoints)
    }
  }

  public func checkpoint(
    of region: RegionID
  ) async throws(StorageError) -> RegionCheckpoint? {
    try await read(.checkpoint) { (transaction) throws(StorageError) in
      try transaction.checkpoint(of: region)
    }
  }

  public func plan() async throws(StorageError) -> StoredPlan? {
    try await read(.plan) { (transaction) throws(StorageError) in try transaction.plan() }
  }

  public func storePlan(
    _ document: [UInt8], replacing version: UInt64
  ) async throws(StorageError) -> PlanResult {
    try await write(.storePlan) { (transaction) throws(StorageError) in
      try transaction.storePlan(document, replacing: version)
    }
  }
}
