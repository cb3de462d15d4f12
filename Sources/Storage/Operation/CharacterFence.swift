import Model

/// The right under which a region changes what a character owns: all of it must be as storage says
/// in the transaction of the change.
public struct CharacterFence: Hashable, Sendable {
  public let character: CharacterID
  /// At which `holder` holds the character.
  public let sequence: HandoffSequence
  public let holder: RegionID
  /// The current epoch of `holder`.
  public let epoch: Epoch
  /// What the region knows of the character's belongings: an older one means that it judged by
  /// something else than what the character owns.
  public let valueVersion: ValueVersion

  public init(
    character: CharacterID, sequence: HandoffSequence, holder: RegionID, epoch: Epoch,
    valueVersion: ValueVersion
  ) {
    self.character = character
    self.sequence = sequence
    self.holder = holder
    self.epoch = epoch
    self.valueVersion = valueVersion
  }

  var region: RegionFence { RegionFence(region: holder, epoch: epoch) }
}
