import Model

/// The fencing numbers of one character. Both only grow, whatever happens.
public struct FencingMark: Hashable, Sendable {
  public let character: CharacterID
  public let holding: Holding
  public let valueVersion: ValueVersion

  public init(character: CharacterID, holding: Holding, valueVersion: ValueVersion) {
    self.character = character
    self.holding = holding
    self.valueVersion = valueVersion
  }
}

/// An operation that has its result, for `StorageLimits.resultMillisecondsMax` at least.
public struct RecordedOperation: Hashable, Sendable {
  /// As `OperationID` describes itself; `removal/N` for what went with a character.
  public let id: String
  public let result: Settlement
  /// Milliseconds since 1970.
  public let doneAt: Int64

  public init(id: String, result: Settlement, doneAt: Int64) {
    self.id = id
    self.result = result
    self.doneAt = doneAt
  }
}
