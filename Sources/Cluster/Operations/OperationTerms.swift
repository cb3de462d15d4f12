import Model

/// How a round of an operation is asked for. Times are in milliseconds.
public struct OperationTerms: Hashable, Sendable {
  /// After which time an order without an answer is sent again; each time after twice as long.
  public var firstPause: UInt64 = 100
  public var longestPause: UInt64 = 1_000
  /// How long after the deadline nodes are still asked what they did. It covers an answer on its
  /// way and clocks that differ.
  public var settling: UInt64 = 2_000

  public init() {}
}
