import COpenSSL

/// Time-based one-time passwords (RFC 6238): what an authenticator app and we compute from the same
/// secret and the same clock.
///
/// A code is good for its step of 30 seconds and the one before and after, because clocks differ.
/// That no code is taken twice is for whoever keeps the last step that was used.
public struct OneTimePassword: Hashable, Sendable {
  /// The hash functions of RFC 6238. Apps know SHA-1 best; as an HMAC it is sound.
  public enum Algorithm: String, CaseIterable, Sendable {
    case sha1 = "SHA1"
    case sha256 = "SHA256"
    case sha512 = "SHA512"
  }

  /// The bytes of a fresh secret: as many as SHA-1 gives (RFC 4226, section 4).
  public static let secretBytes = 20
  /// How long a step is.
  public static let stepSeconds: UInt64 = 30
  /// How many steps a clock may be off, to either side.
  public static let driftSteps: UInt64 = 1

  public let algorithm: Algorithm
  /// 6 ... 8.
  public let digits: Int
  private let secret: [UInt8]

  /// - Parameter secret: 16 ... 64 bytes; nil for others (RFC 4226 asks for 128 bits at least).
  public init?(secret: [UInt8], algorithm: Algorithm = .sha1, digits: Int = 6) {
    guard (16...64).contains(secret.count), (6...8).contains(digits) else { return nil }
    self.secret = secret
    self.algorithm = algorithm
    self.digits = digits
  }

  /// A fresh secret.
  public static func makeSecret() throws(SecurityError) -> [UInt8] {
    try SecureRandom.bytes(secretBytes)
  }

  /// The number of the step at a moment in milliseconds since 1970.
  public static func step(at milliseconds: Int64) -> UInt64 {
    UInt64(max(0, milliseconds)) / 1_000 / stepSeconds
  }

  /// The code of a step, with leading zeros.
  public func code(atStep step: UInt64) throws(SecurityError) -> String {
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
    let hash = try MessageAuthentication.code(of: counter, key: secret, algorithm)
    // RFC 4226, section 5.3: the last four bits say where to cut out 31 bits.
    let start = Int(hash[hash.count - 1] & 15)
    let number = hash[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let modulus = (0..<digits).reduce(UInt32(1)) { power, _ in power * 10 }
    let text = String(number % modulus)
    return String(repeating: "0", count: digits - text.count) + text
  }

  /// The step near a moment whose code this is; nil for a wrong one. Every step near is computed,
  /// so the time it takes tells nothing. Spaces, which apps show, do not count.
  public func step(
    of code: String, near milliseconds: Int64
  ) throws(SecurityError) -> UInt64? {
    let given = Array(code.utf8.filter { $0 != UInt8(ascii: " ") })
    let now = Self.step(at: milliseconds)
    var found: UInt64?
    for step in (now - min(now, Self.driftSteps))...(now + Self.driftSteps) {
      if ConstantTime.equal(given, Array(try self.code(atStep: step).utf8)) { found = step }
    }
    return found
  }

  /// What an authenticator app reads from a QR code or a link.
  ///
  /// - Parameters:
  ///   - issuer: whose account it is, as the app shows it; without a colon.
  ///   - account: whose it is there; without a colon.
  public func uri(issuer: String, account: String) -> String {
    let (issuer, account) = (Self.escaped(issuer), Self.escaped(account))
    return "otpauth://totp/\(issuer):\(account)?secret=\(Base32.encode(secret))&issuer=\(issuer)"
      + "&algorithm=\(algorithm.rawValue)&digits=\(digits)&period=\(Self.stepSeconds)"
  }

  /// Percent-encoded but for what RFC 3986 calls unreserved.
  private static func escaped(_ text: String) -> String {
    let plain = Set(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    let bytes = text.utf8.flatMap { byte in
      plain.contains(byte)
        ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension MessageAuthentication {
  /// The HMAC (RFC 2104) of a message with one of the hash functions of one-time passwords.
  static func code(
    of message: [UInt8], key: [UInt8], _ algorithm: OneTimePassword.Algorithm
  ) throws(SecurityError) -> [UInt8] {
    let (function, count) =
      switch algorithm {
      case .sha1: (EVP_sha1(), 20)
      case .sha256: (EVP_sha256(), 32)
      case .sha512: (EVP_sha512(), 64)
      }
    var succeeded = false
    let code = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initialize(repeating: 0)
      let result = HMAC(
        function, key, CInt(key.count), message, message.count, buffer.baseAddress, nil)
      succeeded = result != nil
      initialized = count
    }
    guard succeeded else { throw .operationFailed("HMAC-\(algorithm.rawValue)") }
    return code
  }
}
