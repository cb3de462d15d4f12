import Model

/// Whether storage answers at the moment, as the requests of one shard show it.
///
/// What would stand still until storage answers, such as a region on its way to another shard, is
/// better begun when it does.
struct StorageHealth: Sendable {
  /// A question that is not answered for as long says that storage is slow: a transaction takes some
  /// milliseconds.
  static let promptWithin = BootTime.Span.milliseconds(150)
  /// How long a failure says something about the next question.
  static let rememberedFor = BootTime.Span.seconds(1)

  private var askedAt: BootTime?
  private var failedAt: BootTime?

  /// A question was sent; there is one at a time.
  mutating func asked(now: BootTime) { askedAt = now }

  /// It was answered.
  mutating func answered() {
    askedAt = nil
    failedAt = nil
  }

  /// There is no answer, or storage cannot write.
  mutating func failed(now: BootTime) {
    askedAt = nil
    failedAt = now
  }

  func isPrompt(now: BootTime) -> Bool {
    if let askedAt, now - askedAt >= Self.promptWithin { return false }
    if let failedAt, now - failedAt < Self.rememberedFor { return false }
    return true
  }
}
