/// How a child process ended.
public enum ChildExit: Hashable, Sendable, CustomStringConvertible {
  case exited(Int32)
  case killed(signal: Int32)

  /// Reads what `csupervisor_wait` gives: an exit status, or 256 plus a signal.
  init(code: Int32) { self = code >= 256 ? .killed(signal: code - 256) : .exited(code) }

  public var description: String {
    switch self {
    case .exited(let status): "exited with status \(status)"
    case .killed(let signal):
      "was ended by signal \(signal)\(Signal(signal).map { " (\($0))" } ?? "")"
    }
  }
}
