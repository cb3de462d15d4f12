/// Why bytes are not a message. All of them mean that the sender is wrong: nothing is retried.
public enum WireError: Error, Hashable, Sendable {
  /// Not protobuf, cut short, or not this type of message.
  case malformed
  /// A frame is longer than its reader allows.
  case oversize(bytes: Int, max: Int)
  /// The message would take more memory decoded than its kind may.
  case memoryExceeded
  /// No body, or only one that this version does not know.
  case bodyMissing
  /// A text is too long, not UTF-8, or holds a NUL.
  case invalidText(field: String)
  /// A number or a length is outside of what the protocol allows.
  case outOfRange(field: String)
}
