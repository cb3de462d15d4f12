/// Why content could not be loaded or its bundle not be written.
public enum ContentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The content has errors; the report names each.
  case refused(ContentReport)
  /// The bundle could not be written.
  case unwritable(path: String, reason: String)

  public var description: String {
    switch self {
    case .refused(let report): report.lines.joined(separator: "\n")
    case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
    }
  }
}
