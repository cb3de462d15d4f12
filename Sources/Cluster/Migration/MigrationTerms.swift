import Model

/// How long the two sides of a region's move wait for each other.
public struct MigrationTerms: Hashable, Sendable {
  /// For the answer to an ask.
  public var answerWithin = BootTime.Span.seconds(1)
  /// For the region to come to rest: as long as an offered character is waited for, twice.
  public var quietWithin = BootTime.Span.seconds(2)
  /// From packing to "running": then the old owner claims the region itself. The players see no
  /// more than this.
  public var runningWithin = BootTime.Span.seconds(1)
  /// Between two tries of a claim whose outcome is unknown.
  public var retryAfter = BootTime.Span.milliseconds(100)
  /// How long a shard that said "ready" waits for the cargo.
  public var cargoWithin = BootTime.Span.seconds(4)
  /// How long a region that could not move is left alone.
  public var againAfter = BootTime.Span.seconds(2)

  public init() {}
}
