/// A password as storage keeps it: salt, scrypt parameters and derived key in one text, so that
/// parameters can be raised later and old hashes still verify.
///
/// The text is `$scrypt$ln=14,r=8,p=1$SALT$KEY`, salt and key in base64 without padding. Making and
/// verifying block their thread for about 50 ms: never on an event loop or the cooperative pool,
/// and only with a bound on how many run at once (16 MiB each).
public struct PasswordHash: Hashable, Sendable {
  private static let saltBytes = 16
  private static let keyBytes = 32

  public let parameters: Scrypt
  private let salt: [UInt8]
  private let key: [UInt8]

  /// Hashes a password with a fresh salt. Blocks.
  public init(
    password: String, parameters: Scrypt = .standard
  ) throws(SecurityError) {
    self.parameters = parameters
    salt = try SecureRandom.bytes(Self.saltBytes)
    key = try parameters.derive(
      password: try Self.checked(password), salt: salt, count: Self.keyBytes)
  }

  /// Reads what `encoded` writes.
  public init(encoded: String) throws(SecurityError) {
    let parts = encoded.split(separator: "$", omittingEmptySubsequences: false)
    guard encoded.utf8.count <= SecurityLimits.encodedHashBytesMax, parts.count == 5,
      parts[0].isEmpty, parts[1] == "scrypt", let parameters = Self.parameters(parts[2]),
      let salt = Base64.standard.decode(parts[3]), (8...64).contains(salt.count),
      let key = Base64.standard.decode(parts[4]), (16...64).contains(key.count)
    else { throw .malformedHash }
    self.parameters = parameters
    self.salt = salt
    self.key = key
  }

  /// One that no password matches, made without the work: to compare with when there is no
  /// account, so that nobody learns of that by the time it takes.
  public static func decoy() throws(SecurityError) -> PasswordHash {
    PasswordHash(
      parameters: .standard, salt: try SecureRandom.bytes(saltBytes),
      key: try SecureRandom.bytes(keyBytes))
  }

  private init(parameters: Scrypt, salt: [UInt8], key: [UInt8]) {
    self.parameters = parameters
    self.salt = salt
    self.key = key
  }

  /// The text to store.
  public var encoded: String {
    let scrypt = "ln=\(parameters.logCost),r=\(parameters.blockSize),p=\(parameters.parallelism)"
    return "$scrypt$\(scrypt)$\(Base64.standard.encode(salt))$\(Base64.standard.encode(key))"
  }

  /// Whether this is the password. Blocks. A password over the limit matches nothing.
  public func matches(_ password: String) throws(SecurityError) -> Bool {
    guard password.utf8.count <= SecurityLimits.passwordBytesMax else { return false }
    let derived = try parameters.derive(
      password: Array(password.utf8), salt: salt, count: key.count)
    return ConstantTime.equal(derived, key)
  }

  /// Whether it was made with other parameters than new hashes are: hash again at the next log-in.
  public var isOutdated: Bool { parameters != .standard }

  private static func checked(_ password: String) throws(SecurityError) -> [UInt8] {
    let bytes = Array(password.utf8)
    guard bytes.count <= SecurityLimits.passwordBytesMax else {
      throw .passwordTooLong(bytes: bytes.count)
    }
    return bytes
  }

  private static func parameters(_ text: Substring) -> Scrypt? {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count == 3, let logCost = number(fields[0], named: "ln="), logCost <= 30,
      let blockSize = number(fields[1], named: "r="),
      let parallelism = number(fields[2], named: "p=")
    else { return nil }
    return Scrypt(
      logCost: UInt8(logCost), blockSize: blockSize, parallelism: parallelism)
  }

  private static func number(_ field: Substring, named name: String) -> UInt32? {
    guard field.hasPrefix(name) else { return nil }
    let digits = field.dropFirst(name.count)
    guard let value = UInt32(digits), String(value) == digits else { return nil }
    return value
  }
}
