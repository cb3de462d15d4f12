import Model

/// A session that goes on, maybe at another gateway, with a new generation and a new token.
public struct ResumedSession: Hashable, Sendable {
  public let account: AccountID
  public let character: CharacterID
  public let generation: SessionGeneration

  public init(account: AccountID, character: CharacterID, generation: SessionGeneration) {
    self.account = account
    self.character = character
    self.generation = generation
  }
}
