import Model
import Synchronization
import Wire

/// Takes what comes over a mesh whose handler does not exist yet: a mesh is needed to make the
/// services that handle its messages. What comes before there is a handler is dropped.
public final class MeshInbox: Sendable {
  /// A function that stands in a lock by itself is wrapped once more at every access, so that each
  /// call is slower than the one before; one in a structure is not.
  private struct Opened {
    let handle: Mesh.Handler
  }

  private let opened = Mutex<Opened?>(nil)

  public init() {}

  /// Sets who handles messages from now on.
  public func open(_ handler: @escaping Mesh.Handler) {
    opened.withLock { $0 = Opened(handle: handler) }
  }

  /// Hands messages on; from any thread.
  public func receive(_ messages: [ClusterMessage], from node: NodeID) {
    opened.withLock { $0 }?.handle(messages, node)
  }
}
