import Model
import Wire

/// Durable operations on what a character owns: a region may begin one only while it is sure of its
/// right, and hands the character to nobody before it has ended.
extension RegionAuthority {
  /// The right to commit for what a character owns.
  public struct ValueRight: Hashable, Sendable {
    public var session: SessionAddress
    public var sequence: HandoffSequence
    /// What the row said when the right was won.
    public var valueVersion: ValueVersion
  }

  /// Nil while the character is frozen, unconfirmed, on its way out, or has an operation in flight.
  public func valueRight(of character: CharacterID) -> ValueRight? {
    guard let resident = residents[character], resident.isLive, resident.isConfirmed,
      !resident.isOperating, !isClosed, !isSettling
    else { return nil }
    return ValueRight(
      session: resident.session, sequence: resident.sequence, valueVersion: resident.valueVersion)
  }

  /// An operation is on its way to storage. Until `operationEnded` the character stays.
  public mutating func operationBegan(of character: CharacterID) {
    precondition(
      valueRight(of: character) != nil || broken.contains(.offersUnconfirmed),
      "an operation is begun with a right")
    residents[character]?.isOperating = true
  }

  /// Storage has answered, or the outcome was settled. `version`: of the character's belongings by
  /// now, when it is known.
  public mutating func operationEnded(
    of character: CharacterID, version: ValueVersion?, now: BootTime
  ) -> [Action] {
    guard residents[character]?.isOperating == true else { return [] }
    residents[character]?.isOperating = false
    if let version { residents[character]?.valueVersion = version }
    return settle(character, now: now)
  }
}
