import Model
import NIOCore
import Wire

/// Collects what the regions of one event loop say to other processes, so that a whole tick goes
/// out as one batch for each node, and what a crowd is told as a few. Lives on that loop.
final class LoopOutbox {
  /// Bytes after which a batch goes out before the tick has ended: what is lost is lost as a batch,
  /// and a link refuses what is larger than a frame.
  static let batchBytesMax = 256 << 10

  private struct Batch {
    var bytes = ByteBuffer()
    var messages = 0
  }

  private let outlet: any Outlet
  /// Few nodes, searched in order: a dictionary would cost more and has no stable order.
  private var nodes: [NodeID] = []
  private var batches: [Batch] = []

  private let lost: (NodeID) -> Void

  /// - Parameter lost: told when a batch to a node was dropped. Snapshots and ghost batches say only
  ///   what changed, so whoever wrote them must begin anew.
  init(outlet: any Outlet, lost: @escaping (NodeID) -> Void) {
    self.outlet = outlet
    self.lost = lost
  }

  func append(_ message: ClusterMessage, to node: NodeID) {
    let index = index(of: node)
    ClusterCodec.append(message, to: &batches[index].bytes)
    batches[index].messages += 1
  }

  /// Appends one message that `write` encodes as `ClusterCodec.append` would.
  func append(to node: NodeID, _ write: (inout ByteBuffer) -> Void) {
    let index = index(of: node)
    write(&batches[index].bytes)
    batches[index].messages += 1
  }

  func isLinked(_ node: NodeID) -> Bool { outlet.isLinked(node) }

  /// Hands every batch to the outlet.
  func flush() {
    for index in nodes.indices where batches[index].messages > 0 { send(index) }
  }

  private func send(_ index: Int) {
    let isSent = outlet.send(
      encoded: batches[index].bytes, messages: batches[index].messages, to: nodes[index])
    if !isSent { lost(nodes[index]) }
    batches[index].bytes = ByteBuffer()
    batches[index].messages = 0
  }

  /// Where the next message for a node goes. A large batch leaves before it, not after: whoever
  /// writes anew because of a loss must not have done so already.
  private func index(of node: NodeID) -> Int {
    if let index = nodes.firstIndex(of: node) {
      if batches[index].bytes.readableBytes >= Self.batchBytesMax { send(index) }
      return index
    }
    nodes.append(node)
    batches.append(Batch())
    return nodes.count - 1
  }
}
