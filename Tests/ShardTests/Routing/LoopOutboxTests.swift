import Cluster
import Model
import NIOCore
import Synchronization
import Testing
import Wire

@testable import Shard

@Suite struct LoopOutboxTests {
  private final class CountingOutlet: Outlet {
    let batches = Mutex<[(bytes: Int, messages: Int)]>([])
    let isFull = Mutex(false)

    func send(encoded: ByteBuffer, messages: Int, to node: NodeID) -> Bool {
      batches.withLock { $0.append((encoded.readableBytes, messages)) }
      return !isFull.withLock { $0 }
    }

    func isLinked(_ node: NodeID) -> Bool { true }
  }

  private let gateway = NodeID.gateway(GatewayID(1))

  @Test func aTickIsOneBatch() {
    let outlet = CountingOutlet()
    let outbox = LoopOutbox(outlet: outlet) { _ in Issue.record("nothing is lost") }
    for _ in 0..<100 { outbox.append(to: gateway) { $0.writeRepeatingByte(7, count: 100) } }
    #expect(outlet.batches.withLock { $0.isEmpty })
    outbox.flush()
    outbox.flush()
    #expect(outlet.batches.withLock { $0.map(\.messages) } == [100])
  }

  /// A link takes no frame of any length.
  @Test func whatACrowdIsToldGoesOutAsSeveralBatches() {
    let outlet = CountingOutlet()
    let outbox = LoopOutbox(outlet: outlet) { _ in Issue.record("nothing is lost") }
    let message = 20_000
    for _ in 0..<1000 { outbox.append(to: gateway) { $0.writeRepeatingByte(7, count: message) } }
    outbox.flush()
    let batches = outlet.batches.withLock { $0 }
    #expect(batches.map(\.messages).reduce(0, +) == 1000)
    #expect(batches.allSatisfy { $0.bytes < LoopOutbox.batchBytesMax + message })
    #expect(batches.count > 50)
  }

  @Test func eachLossIsSaid() {
    let outlet = CountingOutlet()
    let losses = Mutex(0)
    let outbox = LoopOutbox(outlet: outlet) { _ in losses.withLock { $0 += 1 } }
    outlet.isFull.withLock { $0 = true }
    for _ in 0..<3 {
      outbox.append(to: gateway) { $0.writeRepeatingByte(7, count: LoopOutbox.batchBytesMax) }
    }
    outbox.flush()
    #expect(losses.withLock { $0 } == 3)
  }
}
