import Cluster
import Model
import NIOCore

/// The mesh as regions use it. What it does not take is counted there; the protocol repeats it.
struct MeshOutlet: Outlet {
  let mesh: Mesh

  func send(encoded: ByteBuffer, messages: Int, to node: NodeID) -> Bool {
    mesh.send(encoded: encoded, messages: messages, to: node) == .queued
  }

  func isLinked(_ node: NodeID) -> Bool { mesh.isLinked(node) }
}
