import Cluster
import Model
import NIOCore
import Wire

/// What the sessions of an event loop say to shards in one turn: a batch for each shard, in memory
/// that serves the next turn again.
struct ShardBatches {
  /// Bytes after which a batch is not to wait for more: a link refuses, as a whole, what is longer
  /// than a frame.
  static let batchBytesMax = 64 << 10

  /// The shards of this turn, which are few: searched in order.
  private var shards: [ShardID] = []
  /// One for each of them, and empty ones of earlier turns.
  private var batches: [MeshBatch] = []
  /// Whether a batch is as long as one should be.
  private(set) var isFull = false

  mutating func append(_ message: ClusterMessage, to shard: ShardID) {
    let index = index(of: shard)
    batches[index].append(message)
    if batches[index].bytes.readableBytes >= Self.batchBytesMax { isFull = true }
  }

  /// Ends the turn; `send` is called for each batch.
  mutating func flush(_ send: (MeshBatch, ShardID) -> Void) {
    for index in shards.indices {
      send(batches[index], shards[index])
      batches[index].clear()
    }
    shards.removeAll(keepingCapacity: true)
    isFull = false
  }

  private mutating func index(of shard: ShardID) -> Int {
    if let index = shards.firstIndex(of: shard) { return index }
    if batches.count == shards.count { batches.append(MeshBatch()) }
    shards.append(shard)
    return shards.count - 1
  }
}
