import Cluster
import Model
import Wire

/// What the sessions of an event loop say to shards in one turn: a batch for each shard, in memory
/// that serves the next turn again.
struct ShardBatches {
  /// The shards of this turn, which are few: searched in order.
  private var shards: [ShardID] = []
  /// One for each of them, and empty ones of earlier turns.
  private var batches: [MeshBatch] = []

  mutating func append(_ message: ClusterMessage, to shard: ShardID) {
    batches[index(of: shard)].append(message)
  }

  /// Ends the turn; `send` is called for each batch.
  mutating func flush(_ send: (MeshBatch, ShardID) -> Void) {
    for index in shards.indices {
      send(batches[index], shards[index])
      batches[index].clear()
    }
    shards.removeAll(keepingCapacity: true)
  }

  private mutating func index(of shard: ShardID) -> Int {
    if let index = shards.firstIndex(of: shard) { return index }
    if batches.count == shards.count { batches.append(MeshBatch()) }
    shards.append(shard)
    return shards.count - 1
  }
}
