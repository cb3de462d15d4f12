import Synchronization

/// Who is told of links that come up and go down.
final class MeshListeners: Sendable {
  private let listeners = Mutex<[@Sendable (MeshLinkChange) -> Void]>([])

  func add(_ listener: @escaping @Sendable (MeshLinkChange) -> Void) {
    listeners.withLock { $0.append(listener) }
  }

  /// Tells all of them, outside the lock.
  func tell(_ change: MeshLinkChange) {
    for listener in listeners.withLock({ $0 }) { listener(change) }
  }
}
