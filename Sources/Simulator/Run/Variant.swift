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
  /// Regions do not ask storage every second what they still hold.
  case noConfirmation = "no-confirmation"
}
