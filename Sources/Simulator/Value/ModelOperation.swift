import Model
import Wire

/// A change of who owns what, as a region asks for it: one transaction.
struct ModelOperation: Hashable {
  enum Action: Hashable {
    case pickUp(ItemID, from: RegionID, by: CharacterID)
    case drop(ItemID, by: CharacterID, at: RegionID)
    case give(ItemID?, gold: UInt64, from: CharacterID, to: CharacterID)
    /// Burns gold and makes an item.
    case buy(price: UInt64, by: CharacterID)
    /// Burns an item and mints gold.
    case sell(ItemID, price: UInt64, by: CharacterID)
  }

  /// The right under which a region changes what a character owns.
  struct Fence: Hashable {
    var character: CharacterID
    var sequence: HandoffSequence
    var holder: RegionID
    var epoch: Epoch
    var version: ValueVersion
  }

  /// Under which storage does it once.
  var id: OperationID
  /// What a player wished: the same however often it is asked, and by whomever. Storage does not
  /// look at it.
  var wish: RequestName
  /// One for each party.
  var fences: [Fence]
  var action: Action
  /// By what the asking region judged it, for the checker.
  var memory: ModelBelongings

  var parties: [CharacterID] {
    switch action {
    case .pickUp(_, from: _, let by), .drop(_, let by, at: _), .buy(price: _, let by),
      .sell(_, price: _, let by):
      [by]
    case .give(_, gold: _, let from, let to): [from, to].sorted()
    }
  }
}

/// What became of an operation.
enum ModelOutcome: Hashable {
  /// By character, what changed.
  case done([CharacterID: ModelBelongings.Change], isRepeated: Bool)
  /// It will not be done under this id.
  case refused(isRepeated: Bool)
  /// Another region holds a party, or nobody.
  case stale
  case staleEpoch
  /// The party owns something else than the region believes.
  case staleVersion(CharacterID, ValueVersion)
}

/// The end of an operation whose outcome was unknown.
enum ModelSettlement: Hashable {
  case aborted
  case refused
  case done([CharacterID: ModelBelongings.Change])
}
