import Model

extension SQLTransaction {
  func save(_ checkpoints: [RegionCheckpoint]) throws(StorageError) -> [CheckpointResult] {
    let stale = try stale(checkpoints.lazy.map(\.fence))
    return try ascending(checkpoints, by: \.fence.region) { (checkpoint) throws(StorageError) in
      if let row = stale[checkpoint.fence] { return .staleEpoch(row) }
      return try save(checkpoint)
    }
  }

  /// The statement itself refuses to replace a higher epoch, beside the fence.
  private func save(_ checkpoint: RegionCheckpoint) throws(StorageError) -> CheckpointResult {
    try checkSize(
      checkpoint.bytes.count, max: StorageLimits.checkpointBytesMax, "a checkpoint")
    let stored = try run(
      """
      INSERT INTO checkpoints (region_id, epoch, tick, bytes) VALUES ($1, $2, $3, $4)
      ON CONFLICT (region_id) DO UPDATE
      SET epoch = excluded.epoch, tick = excluded.tick, bytes = excluded.bytes
      WHERE checkpoints.epoch < excluded.epoch
        OR (checkpoints.epoch = excluded.epoch AND checkpoints.tick <= excluded.tick)
      """,
      [
        .integer(Int64(checkpoint.fence.region.rawValue)),
        try .number(checkpoint.fence.epoch.rawValue, "epoch"),
        try .number(checkpoint.tick.rawValue, "tick"), .bytes(checkpoint.bytes),
      ])
    if stored > 0 { return .stored }
    let current = try self.checkpoint(of: checkpoint.fence.region)
    return .outdated(tick: current?.tick ?? checkpoint.tick)
  }

  func checkpoint(of region: RegionID) throws(StorageError) -> RegionCheckpoint? {
    let row = try row(
      "SELECT epoch, tick, bytes FROM checkpoints WHERE region_id = $1",
      [.integer(Int64(region.rawValue))])
    guard let row else { return nil }
    return RegionCheckpoint(
      fence: RegionFence(region: region, epoch: Epoch(try row.number(0))),
      tick: Tick(try row.number(1)), bytes: try row.bytes(2))
  }
}
