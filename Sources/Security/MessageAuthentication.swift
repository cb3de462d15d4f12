import COpenSSL

/// Codes that only a holder of the key can make: for signed tokens.
public enum MessageAuthentication {
  /// The HMAC-SHA-256 (RFC 2104) of a message: 32 bytes.
  public static func code(
    of message: [UInt8], key: [UInt8]
  ) throws(SecurityError) -> [UInt8] {
    var succeeded = false
    let code = [UInt8](unsafeUninitializedCapacity: Digest.sha256Bytes) { buffer, initialized in
      buffer.initialize(repeating: 0)
      let result = HMAC(
        EVP_sha256(), key, CInt(key.count), message, message.count, buffer.baseAddress, nil)
      succeeded = result != nil
      initialized = Digest.sha256Bytes
    }
    guard succeeded else { throw .operationFailed("HMAC-SHA-256") }
    return code
  }

  /// Whether `code` was made from this message with this key; takes as long for a wrong code as
  /// for the right one.
  public static func isValid(
    _ code: [UInt8], of message: [UInt8], key: [UInt8]
  ) throws(SecurityError) -> Bool {
    ConstantTime.equal(code, try self.code(of: message, key: key))
  }
}
