import Model

/// What one region's authority keeps, and how long it waits.
public struct AuthorityLimits: Hashable, Sendable {
  /// Inputs of one character that are applied for one tick; the rest waits.
  public var inputsPerTickMax = 4
  /// Ticks of which a region takes the inputs at once, when it did not run in each; those of more
  /// wait.
  public var inputTicksMax = 8
  /// Without an answer to an offer for so long, the source takes the character back in storage.
  public var offerAnsweredWithin = BootTime.Span.seconds(1)
  /// How long a refused offer is not made again. Not a part of `confirmEvery`: a character that
  /// waits at a full region would be frozen at every confirmation, and never be asked for.
  public var offerAgainAfter = BootTime.Span.milliseconds(700)
  /// Claims and attaches are collected for so long into one statement.
  public var flushEvery = BootTime.Span.milliseconds(20)
  /// The pause before a request whose outcome is unknown is made again.
  public var retryAfter = BootTime.Span.milliseconds(200)
  /// The longest such pause: it doubles while storage is away.
  public var retryAfterMax = BootTime.Span.seconds(2)
  /// How often the region asks storage whether it still holds what it believes.
  public var confirmEvery = BootTime.Span.seconds(1)
  /// How often a changed character is saved.
  public var saveEvery = BootTime.Span.seconds(1)
  /// So many characters are looked at together; of more, some have their turn earlier in that time
  /// than others. Each time costs storage a transaction.
  public var saveRowsMin = 100
  /// A character whose gateway says nothing for so long leaves, saved: longer than the grace
  /// period and several times the gateways' keep-alive.
  public var sessionSilenceMax = BootTime.Span.seconds(40)
  /// How many rounds of confirmation ask whether a character that was handed over has been claimed
  /// by its new region. After that its new region has died, or will be refused.
  public var unclaimedRoundsMax = 30
  /// The same for a region that closes, which waits for the answers.
  public var closeRoundsMax = 5
  /// How long answers to offers and marks of departed characters are remembered: longer than any
  /// message can be under way.
  public var rememberedFor = BootTime.Span.seconds(60)
  /// Answers to offers that are remembered. When full the oldest goes, counted in
  /// `AuthorityCounters.answersForgotten`: storage still refuses what a forgotten answer lets by.
  public var answersMax = 16384
  /// Marks of departed characters; as many may be unclaimed. When full the oldest goes, counted in
  /// `AuthorityCounters.departuresForgotten`: its gateway then hears "not here" and attaches.
  public var departuresMax = 16384
  /// Rows in one request to storage; the rest follows in the next.
  public var rowsPerRequestMax = 500

  public init() {}
}
