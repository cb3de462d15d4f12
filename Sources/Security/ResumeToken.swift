/// What a client keeps to come back to its session: 32 random bytes.
///
/// Only the hash is stored, so a stolen database opens no session. The description shows nothing of
/// it, so that it reaches no log.
public struct ResumeToken: Hashable, Sendable, CustomStringConvertible {
  /// The length in bytes.
  public static let byteCount = 32

  /// The secret itself, as the wire carries it.
  public let bytes: [UInt8]

  /// A fresh one.
  public static func generate() throws(SecurityError) -> ResumeToken {
    ResumeToken(unchecked: try SecureRandom.bytes(byteCount))
  }

  /// One that a client sent; nil unless it has 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// Reads what `text` writes; nil for anything else.
  public init?(text: some StringProtocol) {
    guard let bytes = Base64.url.decode(text) else { return nil }
    self.init(bytes: bytes)
  }

  private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

  /// 43 characters of base64url.
  public var text: String { Base64.url.encode(bytes) }

  /// The SHA-256 hash, 32 bytes: what storage keeps. No salt and no slow hash: 256 random bits
  /// cannot be guessed.
  public func hash() throws(SecurityError) -> [UInt8] { try Digest.sha256(bytes) }

  public var description: String { "ResumeToken(hidden)" }
}
