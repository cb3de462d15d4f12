import Model
import Wire

/// One run of a node that is asked to do an operation. A later run is another target.
public struct OperationTarget: Hashable, Sendable, CustomStringConvertible {
  public var node: NodeID
  public var incarnation: Incarnation

  public init(node: NodeID, incarnation: Incarnation) {
    self.node = node
    self.incarnation = incarnation
  }

  public var description: String { "\(node)@\(incarnation.rawValue)" }
}

/// What became of an operation at one target.
public enum OperationResult: Hashable, Sendable {
  /// Why a target's answer is missing.
  public enum Absence: String, Hashable, Sendable, CaseIterable {
    /// It lives, as far as anybody knows, and did not answer in time.
    case silent
    /// Its lease had ended, and it did not answer.
    case gone
    /// A later run of the node lives.
    case restarted
  }

  /// It said so itself.
  case answered(OperationOutcome)
  /// Nobody knows whether it did anything. A late answer takes the place of this.
  case unreachable(Absence)
}
