import Model
import NIOCore
import Wire

/// Collects what the regions of one event loop say to other processes, so that a whole tick goes
/// out as one batch for each node. Lives on that loop.
final class LoopOutbox {
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
    for index in nodes.indices where batches[index].messages > 0 {
      let isSent = outlet.send(
        encoded: batches[index].bytes, messages: batches[index].messages, to: nodes[index])
      if !isSent { lost(nodes[index]) }
      batches[index].bytes = ByteBuffer()
      batches[index].messages = 0
    }
  }

  private func index(of node: NodeID) -> Int {
    if let index = nodes.firstIndex(of: node) { return index }
    nodes.append(node)
    batches.append(Batch())
    return nodes.count - 1
  }
}
