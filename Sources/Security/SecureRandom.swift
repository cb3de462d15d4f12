import COpenSSL

/// Random bytes that nobody can predict, from OpenSSL's generator: for tokens, salts and keys.
public enum SecureRandom {
  /// `count` fresh random bytes, 0 ... `SecurityLimits.randomBytesMax`.
  ///
  /// It does not block once the process has started, so it may run on an event loop.
  public static func bytes(_ count: Int) throws(SecurityError) -> [UInt8] {
    precondition((0...SecurityLimits.randomBytesMax).contains(count), "0 ... 1 MiB at once")
    var filled = true
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initialize(repeating: 0)
      filled = count == 0 || RAND_bytes(buffer.baseAddress, CInt(count)) == 1
      initialized = count
    }
    guard filled else { throw .randomUnavailable }
    return bytes
  }
}
