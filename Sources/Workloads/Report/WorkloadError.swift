/// Why nothing was measured.
public enum WorkloadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There was no memory for the reference.
  case noMemory
  /// A process or a connection that the workload needs did not come up, or broke.
  case failed(String)

  public var description: String {
    switch self {
    case .noMemory: "There is no memory for the reference."
    case .failed(let reason): reason
    }
  }
}
