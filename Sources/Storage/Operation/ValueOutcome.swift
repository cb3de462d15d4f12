import Model

/// What became of a `ValueOperation`. Done and refused are recorded under its id; a fence that does
/// not hold is not, so the operation may be tried again under another one.
public enum ValueOutcome: Hashable, Sendable {
  /// Durable. `isRepeated`: it was done by an earlier try; what it says is of that moment, so it
  /// counts for a memory only whose version is one below the receipt's.
  case done(ValueReceipt, isRepeated: Bool)
  /// It will not be done under this id. Nothing changed.
  case refused(ValueRefusal, isRepeated: Bool)
  /// It was asked so long ago that its result, if it had one, is no longer kept. Nothing is done
  /// under this id any more.
  case forgotten
  /// Another region holds the character, or none does; nil when there is no such character.
  case stale(CharacterID, Holding?)
  /// A region's epoch is not the current one, or the region was given away: its row.
  case staleEpoch(RegionRow)
  /// The character owns something else than the fence's region believes: load its belongings.
  case staleVersion(CharacterID, ValueVersion)
}

/// Why an operation was refused. Recorded: a wish that was refused never happens later.
public enum ValueRefusal: Error, Hashable, Sendable {
  /// The item does not lie there (any more): somebody was faster.
  case notThere
  /// An item or a letter that is not this character's.
  case notYours(CharacterID)
  /// The item has fewer pieces.
  case notEnough(CharacterID)
  case notEnoughGold(CharacterID)
  /// What would come has no place in the bag.
  case bagFull(CharacterID)
  /// There would be more gold than `StorageLimits.goldMax`.
  case goldFull(CharacterID)
  /// No character of an account bears the name.
  case unknownRecipient
  case mailboxFull
  /// No region could have asked this: a trade with oneself, an item twice, zero pieces, a text that
  /// is too long, fences that are not those of the parties.
  case malformed
  /// `Store.settle` came first.
  case aborted
}

/// The end of an operation whose outcome was unknown.
public enum Settlement: Hashable, Sendable {
  /// It had not been done, and never will be.
  case aborted
  /// It had been done.
  case done(ValueReceipt)
  /// It had been refused.
  case refused(ValueRefusal)
  /// It was asked too long ago: nobody knows any more whether it had been done. It never will be.
  case forgotten
}
