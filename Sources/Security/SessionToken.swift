/// What an account shows after its log-in: who it is and until when, signed, so that every process
/// with the key accepts it without asking anybody.
///
/// ```
/// | 1 | account u64 | stamp u64 | expires i64 | HMAC-SHA-256 of all before it, 32 bytes |
/// ```
/// Numbers are big-endian; the text is base64url, 76 characters. The description shows nothing of
/// the signature, so that it reaches no log.
public struct SessionToken: Hashable, Sendable, CustomStringConvertible {
  private static let version: UInt8 = 1
  private static let signedBytes = 25
  /// Sets these codes apart from others that are made with the same key.
  private static let purpose = Array("pangea session token".utf8)

  public let account: UInt64
  /// The account's stamp of when it was signed; another one voids it.
  public let stamp: UInt64
  /// Milliseconds since 1970.
  public let expiresAt: Int64

  public init(account: UInt64, stamp: UInt64, expiresAt: Int64) {
    self.account = account
    self.stamp = stamp
    self.expiresAt = expiresAt
  }

  /// Reads what `signed` writes. Nil for a text that was not signed with this key.
  public init?(text: some StringProtocol, key: [UInt8]) throws(SecurityError) {
    guard let bytes = Base64.url.decode(text),
      bytes.count == Self.signedBytes + Digest.sha256Bytes, bytes[0] == Self.version
    else { return nil }
    let signed = Array(bytes[..<Self.signedBytes])
    guard
      try MessageAuthentication.isValid(
        Array(bytes[Self.signedBytes...]), of: Self.purpose + signed, key: key)
    else { return nil }
    account = Self.number(signed[1..<9])
    stamp = Self.number(signed[9..<17])
    expiresAt = Int64(bitPattern: Self.number(signed[17..<25]))
  }

  /// The text to hand out.
  public func signed(with key: [UInt8]) throws(SecurityError) -> String {
    let bytes =
      [Self.version] + Self.bytes(account) + Self.bytes(stamp)
      + Self.bytes(UInt64(bitPattern: expiresAt))
    let code = try MessageAuthentication.code(of: Self.purpose + bytes, key: key)
    return Base64.url.encode(bytes + code)
  }

  public var description: String { "SessionToken(account: \(account))" }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func bytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
  }
}
