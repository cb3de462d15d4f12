import Model

/// How long leases last: one value that every process of a cluster shares.
public struct LeaseTerms: Hashable, Sendable {
  /// A lease that is not renewed for so long is absent.
  public let timeToLive: BootTime.Span

  /// - Parameter timeToLive: 0.1 ... 60 s.
  public init(timeToLive: BootTime.Span = .seconds(2)) {
    precondition(
      (100_000...60_000_000).contains(timeToLive.microseconds), "a lease lasts 0.1 ... 60 s")
    self.timeToLive = timeToLive
  }

  /// Between two renewals: a lease survives two lost ones.
  public var renewalInterval: BootTime.Span {
    BootTime.Span(microseconds: timeToLive.microseconds / 3)
  }

  /// The longest silence that cannot by itself have let a living owner's lease run out: a lease
  /// that is renewed three times per time to live has at least so much left at any moment.
  public var silenceMax: BootTime.Span {
    BootTime.Span(microseconds: timeToLive.microseconds * 2 / 3)
  }

  /// How long contact must have lasted before an absent lease counts: every living owner had twice
  /// the time to register with this very Redis.
  public var contactMin: BootTime.Span { timeToLive * 2 }
}
