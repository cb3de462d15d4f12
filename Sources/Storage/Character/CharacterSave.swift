import Model

/// The changed body of a character on its way to storage, under the full fence: sequence, holder
/// (the fence's region) and epoch.
public struct CharacterSave: Hashable, Sendable {
  public let character: CharacterID
  public let sequence: HandoffSequence
  public let fence: RegionFence
  public let body: CharacterBody

  public init(
    character: CharacterID, sequence: HandoffSequence, fence: RegionFence, body: CharacterBody
  ) {
    self.character = character
    self.sequence = sequence
    self.fence = fence
    self.body = body
  }
}

/// A character whose save or leave was refused: the region that sent it must drop its copy.
public struct SaveRefusal: Hashable, Sendable {
  public let character: CharacterID
  public let reason: HoldingRefusal

  public init(character: CharacterID, reason: HoldingRefusal) {
    self.character = character
    self.reason = reason
  }
}
