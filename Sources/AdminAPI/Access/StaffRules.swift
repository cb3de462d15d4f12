import Security

/// What names and passwords of staff have to be, for the API and the command line alike.
public enum StaffRules {
  static let name = JSONShape.text(
    min: 1, max: AdminLimits.staffNameCharactersMax, alphabet: .word)
  static let newPassword = JSONShape.text(
    min: AdminLimits.passwordCharactersMin, max: AdminLimits.passwordCharactersMax)
  static let password = JSONShape.text(max: AdminLimits.passwordCharactersMax)
  static let code = JSONShape.text(min: 6, max: 16, alphabet: .digits)
  static let role = JSONShape.text(choices: Role.allCases.map(\.rawValue))

  /// What is wrong with a new account's name, in a sentence; nil when nothing is.
  public static func complaint(aboutName name: String) -> String? {
    Self.name.complaint(aboutText: name, at: "name")
  }

  /// What is wrong with a new password, in a sentence; nil when nothing is.
  public static func complaint(aboutPassword password: String) -> String? {
    newPassword.complaint(aboutText: password, at: "password")
  }

  /// A password that nobody guesses: 22 characters, 128 random bits.
  public static func makePassword() throws(SecurityError) -> String {
    Base64.url.encode(try SecureRandom.bytes(16))
  }
}
