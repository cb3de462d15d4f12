/// What a region's authority did since it began, for metrics and the status page.
public struct AuthorityCounters: Hashable, Sendable {
  public var offersMade: UInt64 = 0
  /// Offers of this region that the target accepted, or that storage showed to be accepted.
  public var offersCompleted: UInt64 = 0
  public var offersRefused: UInt64 = 0
  /// Offers taken back in storage, after silence or a stale epoch.
  public var offersRevoked: UInt64 = 0
  public var offersAccepted: UInt64 = 0
  /// Offers that arrived again and got the remembered answer.
  public var answersRepeated: UInt64 = 0
  public var answersForgotten: UInt64 = 0
  public var departuresForgotten: UInt64 = 0
  public var claimsConfirmed: UInt64 = 0
  public var claimsRefused: UInt64 = 0
  public var attachesWon: UInt64 = 0
  public var attachesInPlace: UInt64 = 0
  /// Attaches that storage refused because it knew a higher sequence than the gateway.
  public var attachesPreceded: UInt64 = 0
  public var attachesRefused: UInt64 = 0
  /// Characters dropped because a confirmation or a save was refused.
  public var superseded: UInt64 = 0
  /// Characters that went on under a sequence that storage had given to this region unheard.
  public var adopted: UInt64 = 0
  public var staleEpochs: UInt64 = 0
  public var staleGenerations: UInt64 = 0
  /// Characters that left because their gateway was silent.
  public var silentSessions: UInt64 = 0
  public var requestsUnavailable: UInt64 = 0

  public init() {}
}
