import Model

/// An account that has a name and a password, as storage knows it.
public struct AccountRow: Hashable, Sendable {
  public let id: AccountID
  /// As it was registered; letters of either case are the same.
  public let name: String
  /// What `PasswordHash.encoded` of Security writes; storage never sees a password.
  public let passwordHash: String
  /// Grows when the account logs out: session tokens of an earlier stamp are void.
  public let tokenStamp: UInt64

  public init(id: AccountID, name: String, passwordHash: String, tokenStamp: UInt64) {
    self.id = id
    self.name = name
    self.passwordHash = passwordHash
    self.tokenStamp = tokenStamp
  }
}

/// What became of a character that an account wants to have.
public enum CharacterCreation: Hashable, Sendable {
  case created(CharacterID)
  /// A character of an account bears this name, or one that counts as the same.
  case nameTaken
  /// The account has as many as it may have.
  case full
  /// There is no such account, or it is a guest.
  case unknownAccount
}
