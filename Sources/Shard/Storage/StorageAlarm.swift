import Model
import Storage

/// Decides what the log says while storage cannot write, so that it is read: at once, then now and
/// then, and when it is over.
struct StorageAlarm: Sendable {
  /// A line for people.
  enum Word: Hashable, Sendable {
    /// Somebody has to do something.
    case error(String)
    case notice(String)
  }

  /// Between two lines about the same trouble.
  static let repeatEvery = BootTime.Span.seconds(30)

  private struct Trouble: Sendable {
    let began: BootTime
    var saidAt: BootTime
    var isFull: Bool
  }

  private var trouble: Trouble?
  /// Characters whose last save storage did not take.
  private(set) var waiting: Set<CharacterID> = []

  /// Storage did not take something.
  mutating func failed(
    _ error: StorageError, saving characters: [CharacterID], now: BootTime
  ) -> Word? {
    waiting.formUnion(characters)
    let isSaid = trouble.map {
      now - $0.saidAt < Self.repeatEvery && ($0.isFull || !error.isFull)
    }
    guard isSaid != true else { return nil }
    trouble = Trouble(
      began: trouble?.began ?? now, saidAt: now,
      isFull: error.isFull || trouble?.isFull ?? false)
    return .error("\(error) \(consequences(error))")
  }

  /// Storage has written something: what waits is on its way.
  mutating func wrote(_ characters: [CharacterID], now: BootTime) -> Word? {
    guard let trouble else { return nil }
    waiting.subtract(characters)
    self.trouble = nil
    let seconds = (now - trouble.began).microseconds / 1_000_000
    defer { waiting = [] }
    return .notice(
      """
      The storage writes again, after \(seconds) s: \(waiting.count) more characters are saved now.
      """)
  }

  private func consequences(_ error: StorageError) -> String {
    """
    Players play on, \(waiting.count) characters wait to be saved; what they do with items and gold \
    is answered "try again". \(error.isFull ? "When there is room again, it goes on by itself." : "")
    """
  }
}
