/// Why a cryptographic operation gave no result. Each case describes itself in a sentence.
public enum SecurityError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operating system gave no random bytes; nothing secret may be made.
  case randomUnavailable
  /// OpenSSL refused the operation, as a rule for want of memory.
  case operationFailed(String)
  /// A password longer than `SecurityLimits.passwordBytesMax`.
  case passwordTooLong(bytes: Int)
  /// A stored password hash that cannot be read, or that asks for too much.
  case malformedHash

  public var description: String {
    switch self {
    case .randomUnavailable:
      "The system's random number generator gave no bytes."
    case .operationFailed(let name):
      "OpenSSL could not compute \(name); the process is probably short of memory."
    case .passwordTooLong(let bytes):
      "The password has \(bytes) bytes; at most \(SecurityLimits.passwordBytesMax) are allowed."
    case .malformedHash:
      "The stored password hash is malformed."
    }
  }
}
