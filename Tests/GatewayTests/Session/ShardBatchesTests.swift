import Cluster
import Model
import Testing
import Wire

@testable import Gateway

/// What a turn says to shards.
@Suite("Batches for shards") struct ShardBatchesTests {
  private typealias Sent = [ShardID: [ClusterMessage]]

  private static func probe(_ nonce: UInt64) -> ClusterMessage {
    .probe(
      SessionProbe(
        character: CharacterID(1), region: RegionID(map: MapID(1), column: 0, row: 0),
        nonce: nonce, gateway: GatewayID(1)))
  }

  private static func flush(_ batches: inout ShardBatches) throws -> Sent {
    var sent: [(MeshBatch, ShardID)] = []
    batches.flush { sent.append(($0, $1)) }
    return try Dictionary(
      uniqueKeysWithValues: sent.map { batch, shard in
        let messages = try ClusterCodec.decode(frame: batch.bytes)
        #expect(messages.count == batch.messages)
        return (shard, messages)
      })
  }

  @Test("a batch for each shard, in order, and nothing of the turn before")
  func turns() throws {
    var batches = ShardBatches()
    for nonce in 1...6 as ClosedRange<UInt64> {
      batches.append(Self.probe(nonce), to: ShardID(nonce.isMultiple(of: 2) ? 2 : 1))
    }
    #expect(
      try Self.flush(&batches) == [
        ShardID(1): [1, 3, 5].map(Self.probe), ShardID(2): [2, 4, 6].map(Self.probe),
      ])
    #expect(try Self.flush(&batches) == [:])
    batches.append(Self.probe(7), to: ShardID(3))
    #expect(try Self.flush(&batches) == [ShardID(3): [Self.probe(7)]])
  }

  @Test("is full long before a link would refuse it")
  func full() throws {
    var batches = ShardBatches()
    var count: UInt64 = 0
    while !batches.isFull {
      count += 1
      batches.append(Self.probe(count), to: ShardID(1))
      batches.append(Self.probe(count), to: ShardID(2))
    }
    let sent = try Self.flush(&batches)
    #expect(sent.values.allSatisfy { $0.count == Int(count) })
    #expect(count > 1_000 && count < 20_000)
    #expect(!batches.isFull)
  }

  @Test("waits for others only when all of it is inputs")
  func patience() {
    var batch = MeshBatch()
    #expect(batch.isPatient)
    batch.append(Self.probe(1))
    #expect(!batch.isPatient)
    batch.clear()
    #expect(batch.isPatient)
  }
}
