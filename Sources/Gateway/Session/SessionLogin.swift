import Model
import Security

/// A log-in that storage has granted: everything a session begins with.
struct SessionLogin: Sendable {
  var account: AccountID
  var character: CharacterID
  var generation: SessionGeneration
  var name: String
  var token: ResumeToken
  var way: Way
  /// What is known of the character's place: from storage, or fresher from the session before.
  var place: SessionPlace
}

extension SessionLogin {
  /// How it came about.
  enum Way: String, CaseIterable, Sendable { case guest, resume, ticket }

  /// The session before goes on.
  var isResumed: Bool { way == .resume }
}

/// Where a character is, as far as a gateway or storage knows.
struct SessionPlace: Hashable, Sendable {
  var region: RegionID
  var sequence: HandoffSequence
  /// The last input that is known to be applied.
  var acknowledged: InputSequence
  /// Whether the character is in the world already.
  var hasPlayed: Bool

  /// Takes over what the session before knows better.
  mutating func merge(_ other: SessionPlace) {
    if sequence < other.sequence {
      region = other.region
      sequence = other.sequence
    }
    acknowledged = max(acknowledged, other.acknowledged)
    hasPlayed = hasPlayed || other.hasPlayed
  }
}
