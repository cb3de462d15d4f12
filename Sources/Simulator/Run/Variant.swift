/// A protocol with one rule broken: the simulator must catch each of them.
public enum Variant: String, Hashable, Sendable, Codable, CaseIterable {
  /// Storage commits without looking at sequence, holder and epoch.
  case noFencing = "no-fencing"
  /// A claim or revoke wins when its sequence is greater than the stored one.
  case claimGreaterThanStored = "claim-greater-than-stored"
  /// An attach takes max(stored, seen) + 1.
  case attachPlusOne = "attach-plus-one"
  /// The source lets a frozen character go on after any refusal.
  case unfreezeOnAnyRefusal = "unfreeze-on-any-refusal"
  /// The target forgets which offers it accepted.
  case acceptNotRemembered = "accept-not-remembered"
  /// Regions do not ask storage every second what they still hold, nor do their shards.
  case noConfirmation = "no-confirmation"
  /// A region drops a character, or does not have it, and says nothing.
  case silentDrop = "silent-drop"
  /// A region hands on a character that it has not claimed yet.
  case offerUnconfirmed = "offer-unconfirmed"
  /// A source believes an accept though it has asked storage to take the offer back.
  case acceptAfterRevoke = "accept-after-revoke"
  /// An attach takes a character from a holder that its gateway has not asked.
  case attachUnasked = "attach-unasked"
  /// A lease that is absent counts at once, after a failover too.
  case absentLeaseBelieved = "absent-lease-believed"
  /// Leases are timed by a clock that somebody may set.
  case leaseOnWallClock = "lease-on-wall-clock"
  /// A checkpoint is written by whoever comes, at whatever epoch.
  case checkpointWithoutEpoch = "checkpoint-without-epoch"
  /// A region judges by what it remembers from an earlier stay of the character, though storage gave
  /// it another value version with the right.
  case valueMemoryNotReloaded = "value-memory-not-reloaded"
  /// A region names the operations that its players wish: a repetition is another operation.
  case operationIDsByRegion = "operation-ids-by-region"
  /// A wish is refused without asking storage whether it was done before.
  case refusedUnasked = "refused-unasked"
  /// An operation of unknown outcome counts as refused.
  case unknownMeansRefused = "unknown-means-refused"
  /// The player is told before storage has committed.
  case toldBeforeCommit = "told-before-commit"
  /// Both sides of a gift are saved, each by itself.
  case tradeSavedApart = "trade-saved-apart"
  /// A region that moves is opened before storage gave it to its new owner.
  case runningBeforeClaim = "running-before-claim"
  /// A region that was sent away goes on when nothing is heard, without asking storage.
  case sourceResumesUnasked = "source-resumes-unasked"
  /// A region that moves leaves its remembered answers to offers behind.
  case cargoForgetsAnswers = "cargo-forgets-answers"
  /// A region to which a character comes back goes on with the view that its player had before, and
  /// does not say which parts of it it sends.
  case viewNotRenewed = "view-not-renewed"
}
