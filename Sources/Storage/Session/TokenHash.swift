/// The SHA-256 hash of a resume token: storage never sees the token itself.
public struct TokenHash: Hashable, Sendable {
  public let bytes: [UInt8]

  /// 32 bytes; anything else is `StorageError.invalid`.
  public init(_ bytes: [UInt8]) throws(StorageError) {
    guard bytes.count == 32 else {
      throw .invalid(reason: "a token's hash has 32 bytes, not \(bytes.count)")
    }
    self.bytes = bytes
  }
}
