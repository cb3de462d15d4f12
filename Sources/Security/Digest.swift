import COpenSSL

/// Hashes of bytes.
public enum Digest {
  /// The bytes of a SHA-256 hash.
  public static let sha256Bytes = 32

  /// The SHA-256 hash (FIPS 180-4): 32 bytes. About 300 MB/s at least; fine on an event loop for
  /// tokens and messages.
  public static func sha256(_ message: [UInt8]) throws(SecurityError) -> [UInt8] {
    var succeeded = false
    let hash = [UInt8](unsafeUninitializedCapacity: sha256Bytes) { buffer, initialized in
      buffer.initialize(repeating: 0)
      succeeded =
        EVP_Digest(message, message.count, buffer.baseAddress, nil, EVP_sha256(), nil) == 1
      initialized = sha256Bytes
    }
    guard succeeded else { throw .operationFailed("SHA-256") }
    return hash
  }
}
