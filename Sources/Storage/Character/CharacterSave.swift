import Model

/// The changed body of a character on its way to storage, under the full fence: sequence, holder
/// (the fence's region) and epoch.
public struct CharacterSave: Hashable, Sendable {
  public let character: CharacterID
  public let sequence: HandoffSequence
  /// From 1; grows with every save of the fence's region at its epoch. A save whose outcome nobody
  /// knew may be carried out late: of one sequence only a later save replaces an earlier one.
  public let number: UInt64
  public let fence: RegionFence
  public let body: CharacterBody

  public init(
    character: CharacterID, sequence: HandoffSequence, number: UInt64, fence: RegionFence,
    body: CharacterBody
  ) {
    self.character = character
    self.sequence = sequence
    self.number = number
    self.fence = fence
    self.body = body
  }

  var mark: SaveMark { SaveMark(sequence: sequence, epoch: fence.epoch, number: number) }
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

/// Which save of a character is the later one.
///
/// Every new holder takes a higher sequence and numbers from 1. A region that moves to another
/// process keeps its characters' sequences, but is at a higher epoch there, and so is one that comes
/// back from a checkpoint: its owner too numbers from 1.
struct SaveMark: Hashable, Comparable, Sendable {
  let sequence: HandoffSequence
  let epoch: Epoch
  let number: UInt64

  static func < (a: Self, b: Self) -> Bool {
    (a.sequence, a.epoch, a.number) < (b.sequence, b.epoch, b.number)
  }
}
