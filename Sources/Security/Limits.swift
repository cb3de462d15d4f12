/// The limits of this module. What exceeds one gets a typed refusal: nothing is cut or queued here,
/// so there is nothing to count; whoever calls counts its refusals.
public enum SecurityLimits {
  /// The longest password in bytes of UTF-8. Longer: `SecurityError.passwordTooLong`.
  public static let passwordBytesMax = 1024
  /// The most memory that one password hash may use, in bytes. A stored hash that asks for more is
  /// malformed: a forged row must not exhaust the process.
  public static let scryptMemoryBytesMax = 64 << 20
  /// The most passes that a stored hash may ask for.
  public static let scryptParallelismMax: UInt32 = 16
  /// The longest encoded password hash in bytes that is parsed.
  public static let encodedHashBytesMax = 512
  /// The most random bytes of one call.
  public static let randomBytesMax = 1 << 20
}
