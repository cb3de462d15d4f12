/// A promise of the game that a bot saw broken.
public struct Violation: Hashable, Sendable, Codable {
  public enum Invariant: String, Hashable, Sendable, Codable, CaseIterable {
    /// An input was skipped, or its application forgotten without a crash.
    case inputLost = "input_lost"
    case appliedTwice = "applied_twice"
    /// Still not acknowledged two seconds after the last input was sent.
    case inputPending = "input_pending"
    /// An update acknowledged an input that was never sent.
    case inputInvented = "input_invented"
    /// The last input went back without a crash.
    case inputWentBack = "input_went_back"
    /// A snapshot named a slot that the client was never told of.
    case unknownSlot = "unknown_slot"
    case tickWentBack = "tick_went_back"
    case sequenceWentBack = "sequence_went_back"
    /// The character moved further than it can walk.
    case teleport
    /// A bot was told of an item twice, or again after it was gone.
    case itemTwice = "item_twice"
    /// The version of what it owns went back.
    case belongingsWentBack = "belongings_went_back"
    /// Two accounts of the same version do not agree.
    case belongingsDiffer = "belongings_differ"
    /// Pieces or gold that do not follow from the answers to its requests.
    case belongingsUnexplained = "belongings_unexplained"
    /// Bytes that are no message.
    case malformed
    /// The bot never played.
    case notConnected = "not_connected"
    /// A lost connection did not come back to its character.
    case sessionLost = "session_lost"
  }

  public var invariant: Invariant
  public var bot: Int
  public var detail: String

  public init(_ invariant: Invariant, bot: Int, detail: String) {
    self.invariant = invariant
    self.bot = bot
    self.detail = detail
  }
}
