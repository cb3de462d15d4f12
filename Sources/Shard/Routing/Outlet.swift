import Model
import NIOCore

/// The way out of a shard: the mesh in a process, a recorder in tests.
protocol Outlet: Sendable {
  /// Queues encoded messages for a node. False: they were dropped, all of them, and counted.
  func send(encoded: ByteBuffer, messages: Int, to node: NodeID) -> Bool
  /// Whether a message sent now has a live connection to go over.
  func isLinked(_ node: NodeID) -> Bool
}
