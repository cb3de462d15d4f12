import NIOCore
import Wire

/// Messages for one node, encoded one after the other: they go out together, or not at all.
public struct MeshBatch: Sendable {
  public private(set) var bytes = ByteBuffer()
  public private(set) var messages = 0
  /// Whether all of them may wait `MeshOptions.patience` for others: they are inputs, which nobody
  /// needs before the next tick.
  public private(set) var isPatient = true

  public init() {}

  public mutating func append(_ message: ClusterMessage) {
    ClusterCodec.append(message, to: &bytes)
    messages += 1
    if case .input = message { return }
    isPatient = false
  }

  /// Begins anew, in the same memory if nobody else holds it.
  public mutating func clear() {
    bytes.clear()
    messages = 0
    isPatient = true
  }
}
