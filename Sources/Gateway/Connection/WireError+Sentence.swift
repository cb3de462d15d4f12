import Wire

extension WireError {
  /// What is wrong with a message, for whoever writes the client.
  var sentence: String {
    switch self {
    case .malformed: "This is not a ClientFrame."
    case .oversize(_, let max): "A message has at most \(max) bytes."
    case .memoryExceeded: "The message would take too much memory."
    case .bodyMissing: "The message has no body that this version knows."
    case .invalidText(let field): "\(field) is too long, not UTF-8, or holds a NUL."
    case .outOfRange(let field): "\(field) is outside of what the protocol allows."
    }
  }
}
