import Model

/// One change of what has value, as a region asks for it.
public struct ValueOperation: Hashable, Sendable {
  /// Looked up before any fence: repeated, the operation has its recorded result and does nothing.
  public let id: OperationID
  /// One for each of `action.parties`, in any order.
  public let fences: [CharacterFence]
  /// The region at its epoch: needed for `action.region`, checked as well wherever it is given.
  public let region: RegionFence?
  public let action: ValueAction

  public init(
    id: OperationID, fences: [CharacterFence] = [], region: RegionFence? = nil,
    action: ValueAction
  ) {
    self.id = id
    self.fences = fences
    self.region = region
    self.action = action
  }
}
