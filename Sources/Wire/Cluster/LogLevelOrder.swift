import Model

/// How much processes log, for a while.
public struct LogLevelOrder: Hashable, Sendable {
  /// Nil: every process.
  public var process: NodeID?
  /// The name of a level; empty: as it was before the operation that is taken back.
  public var level: String
  /// The part of the process that speaks, `Cluster`; empty: all.
  public var module: String
  /// Since it was issued; then it is as before by itself.
  public var seconds: UInt32

  public init(process: NodeID? = nil, level: String, module: String = "", seconds: UInt32) {
    self.process = process
    self.level = level
    self.module = module
    self.seconds = seconds
  }
}
