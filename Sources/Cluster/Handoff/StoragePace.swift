import Model

/// Rows that wait for the next request to storage.
struct DueRows: Hashable, Sendable {
  var claims: Set<CharacterID> = []
  var revokes: Set<CharacterID> = []
  var attaches: Set<CharacterID> = []
  var leaves: Set<CharacterID> = []
}

/// When a region turns to storage: batches, rounds of every second, pauses while it is away.
struct StoragePace: Hashable, Sendable {
  private static let start = BootTime(microseconds: .min)

  var flushAt = start
  var confirmAt = start
  var saves = SaveTurns()
  var isConfirming = false
  var savesUnanswered = 0

  private var notBefore = start
  private var pause: BootTime.Span?

  init() {}

  /// Whether storage may be asked, or a pause after a failure lasts on.
  func isOpen(now: BootTime) -> Bool { now >= notBefore }

  mutating func failed(limits: AuthorityLimits, now: BootTime) {
    // Several requests that fail together count as one failure.
    guard isOpen(now: now) else { return }
    let next = pause.map { min($0 * 2, limits.retryAfterMax) } ?? limits.retryAfter
    pause = next
    notBefore = now + next
  }

  mutating func succeeded() {
    pause = nil
    notBefore = Self.start
  }
}
