/// Why a WebSocket closes (RFC 6455, section 7.4, and the IANA registry).
struct WebSocketCloseCode: RawRepresentable, Hashable, Sendable {
  let rawValue: UInt16

  static let normal = Self(rawValue: 1000)
  static let goingAway = Self(rawValue: 1001)
  static let protocolError = Self(rawValue: 1002)
  static let unacceptableData = Self(rawValue: 1003)
  static let invalidData = Self(rawValue: 1007)
  static let policyViolation = Self(rawValue: 1008)
  static let messageTooBig = Self(rawValue: 1009)
  static let tryAgainLater = Self(rawValue: 1013)

  /// Whether an endpoint may send it: 1004-1006 and 1015 are never on the wire, 1016-2999 are not
  /// given out, 3000-4999 belong to libraries and applications.
  var isAllowedOnWire: Bool {
    switch rawValue {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}
