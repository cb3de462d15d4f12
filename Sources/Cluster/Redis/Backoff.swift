import Model

/// How long to wait before the next attempt: doubling from `first` to `longest`, each time a random
/// part of it, so that many processes do not come back in step.
public struct Backoff: Hashable, Sendable {
  public let first: BootTime.Span
  public let longest: BootTime.Span
  private var attempts = 0
  private var generator: SeededGenerator

  public init(first: BootTime.Span, longest: BootTime.Span, seed: UInt64) {
    precondition(first.microseconds > 0 && first <= longest, "0 < first <= longest")
    self.first = first
    self.longest = longest
    generator = SeededGenerator(seed: seed)
  }

  /// The next pause: between half of the doubled time and all of it.
  public mutating func next() -> BootTime.Span {
    let doubled = first.microseconds << Int64(min(attempts, 20))
    attempts += 1
    let ceiling = min(doubled, longest.microseconds)
    let jitter = Int64(generator.next() % UInt64(ceiling / 2 + 1))
    return BootTime.Span(microseconds: ceiling - jitter)
  }

  /// It worked: the next failure starts with `first` again.
  public mutating func reset() { attempts = 0 }
}
