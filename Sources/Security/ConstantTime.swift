import COpenSSL

/// Comparison that tells an attacker nothing by the time it takes.
public enum ConstantTime {
  /// Whether two secrets are equal. Only their lengths show in the time taken.
  public static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
  }
}
