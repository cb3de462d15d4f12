import Model
import NIOCore

/// How a node's mesh behaves.
public struct MeshOptions: Hashable, Sendable {
  /// Where to listen. Port 0: any free one.
  public var host: String
  public var port: Int
  public var connectTimeout = TimeAmount.seconds(1)
  /// An empty frame goes out on every link so often; the other side answers each.
  public var keepaliveInterval = TimeAmount.milliseconds(500)
  /// A link on which nothing is heard for so long is closed: the other process is gone or stopped,
  /// whatever its kernel says.
  public var silenceMax = TimeAmount.seconds(4)
  public var backoffFirst = TimeAmount.milliseconds(20)
  public var backoffLongest = TimeAmount.seconds(1)
  /// How long inputs wait for others that go the same way. They are taken in with the next tick, and
  /// a write of its own for each is most of what it costs to carry it.
  public var patience = TimeAmount.milliseconds(2)
  /// Bytes that may wait for one link until its kernel takes them.
  public var pendingBytesMax = ClusterLimits.meshPendingBytesMax

  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }
}
