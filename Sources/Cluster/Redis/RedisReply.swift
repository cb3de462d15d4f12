/// A value of Redis' protocol, version 2.
public enum RedisReply: Hashable, Sendable {
  case null
  case integer(Int64)
  /// A simple string such as `OK`.
  case status(String)
  case bulk([UInt8])
  case array([RedisReply])
  /// The server refused the command, or, inside an array, a part of it.
  case error(String)

  /// Text of a status or of bytes that are valid UTF-8.
  public var string: String? {
    switch self {
    case .status(let text): text
    case .bulk(let bytes): String(validating: bytes, as: UTF8.self)
    default: nil
    }
  }

  public var bytes: [UInt8]? {
    switch self {
    case .status(let text): Array(text.utf8)
    case .bulk(let bytes): bytes
    default: nil
    }
  }

  public var integer: Int64? {
    guard case .integer(let number) = self else { return nil }
    return number
  }

  public var array: [RedisReply]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }
}
