import COpenSSL

extension Digest {
  /// The bytes of a SHA-1 hash.
  public static let sha1Bytes = 20

  /// The SHA-1 hash (FIPS 180-4): 20 bytes.
  ///
  /// Broken as a signature and used for none: RFC 6455 asks for it in the WebSocket handshake.
  public static func sha1(_ message: [UInt8]) throws(SecurityError) -> [UInt8] {
    var succeeded = false
    let hash = [UInt8](unsafeUninitializedCapacity: sha1Bytes) { buffer, initialized in
      buffer.initialize(repeating: 0)
      succeeded =
        EVP_Digest(message, message.count, buffer.baseAddress, nil, EVP_sha1(), nil) == 1
      initialized = sha1Bytes
    }
    guard succeeded else { throw .operationFailed("SHA-1") }
    return hash
  }
}
