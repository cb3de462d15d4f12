import Model
import NIOCore

/// The way out of a shard: the mesh in a process, a recorder in tests.
protocol Outlet: Sendable {
  /// Queues encoded messages for a node; what does not fit is dropped and counted there.
  func send(encoded: ByteBuffer, messages: Int, to node: NodeID)
  /// Whether a message sent now has a live connection to go over.
  func isLinked(_ node: NodeID) -> Bool
}
