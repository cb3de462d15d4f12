import Model

/// A process that the mesh may dial: where it is, and which run of it.
public struct MeshPeer: Hashable, Sendable {
  public var node: NodeID
  public var incarnation: Incarnation
  public var address: NodeAddress

  public init(node: NodeID, incarnation: Incarnation, address: NodeAddress) {
    self.node = node
    self.incarnation = incarnation
    self.address = address
  }

  public init(_ record: NodeRecord) {
    self.init(node: record.node, incarnation: record.incarnation, address: record.mesh)
  }
}

/// What became of a message handed to the mesh.
public enum MeshSendOutcome: Hashable, Sendable {
  /// It waits for the link's next batch. A link that breaks loses what waits.
  case queued
  /// No such node is known.
  case unknownNode
  /// There is no connection to the node at the moment.
  case notLinked
  /// The node does not read fast enough: `MeshOptions.pendingBytesMax` wait already.
  case full
  /// Longer than a frame may be.
  case tooLarge
}

/// A link came up or went down.
public struct MeshLinkChange: Hashable, Sendable {
  public var node: NodeID
  public var incarnation: Incarnation
  public var isUp: Bool
  /// Messages that were queued and never handed to the kernel; 0 when the link came up.
  public var dropped: Int

  public init(node: NodeID, incarnation: Incarnation, isUp: Bool, dropped: Int) {
    self.node = node
    self.incarnation = incarnation
    self.isUp = isUp
    self.dropped = dropped
  }
}
