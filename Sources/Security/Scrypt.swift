import COpenSSL

/// The password-based key derivation of RFC 7914: slow and hungry for memory on purpose.
public struct Scrypt: Hashable, Sendable {
  /// The binary logarithm of the cost N.
  public let logCost: UInt8
  /// The size r of a block.
  public let blockSize: UInt32
  /// The number p of passes.
  public let parallelism: UInt32

  /// N 2¹⁴, r 8, p 1: 16 MiB and about 50 ms.
  public static let standard = Scrypt(checkedLogCost: 14, blockSize: 8, parallelism: 1)

  /// Parameters within RFC 7914 and `SecurityLimits`; nil for others.
  public init?(logCost: UInt8, blockSize: UInt32, parallelism: UInt32) {
    guard (1...30).contains(logCost), blockSize >= 1, parallelism >= 1,
      parallelism <= SecurityLimits.scryptParallelismMax
    else { return nil }
    self.init(checkedLogCost: logCost, blockSize: blockSize, parallelism: parallelism)
    guard memoryBytes <= UInt64(SecurityLimits.scryptMemoryBytesMax) else { return nil }
  }

  private init(checkedLogCost: UInt8, blockSize: UInt32, parallelism: UInt32) {
    self.logCost = checkedLogCost
    self.blockSize = blockSize
    self.parallelism = parallelism
  }

  /// What one derivation takes.
  public var memoryBytes: UInt64 {
    128 * UInt64(blockSize) * ((1 << UInt64(logCost)) + UInt64(parallelism) + 1)
  }

  /// Derives `count` bytes from a password and a salt.
  ///
  /// Blocks its thread, with the standard parameters for about 50 ms: never call it on an event
  /// loop or on the cooperative pool, and bound how many run at once.
  public func derive(
    password: [UInt8], salt: [UInt8], count: Int
  ) throws(SecurityError) -> [UInt8] {
    precondition((1...1024).contains(count), "1 ... 1,024 derived bytes")
    var succeeded = false
    let key = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initialize(repeating: 0)
      succeeded = password.withUnsafeBytes { password in
        EVP_PBE_scrypt(
          password.baseAddress?.assumingMemoryBound(to: CChar.self), password.count, salt,
          salt.count, 1 << UInt64(logCost), UInt64(blockSize), UInt64(parallelism),
          memoryBytes + 1 << 20, buffer.baseAddress, count) == 1
      }
      initialized = count
    }
    guard succeeded else { throw .operationFailed("scrypt") }
    return key
  }
}
