import Model

/// How much one player may say, and until when not at all.
///
/// Lines come from a bucket. Who says more, or the same again and again, is muted for a while, and
/// each time within ten minutes for twice as long. An operator's mute stands apart from that.
struct ChatConduct: Hashable, Sendable {
  enum Verdict: Hashable, Sendable {
    case free
    /// Not before so many milliseconds have passed.
    case muted(milliseconds: UInt32)
    /// The same, because an operator said so.
    case silenced(milliseconds: UInt32)
  }

  /// Until when an operator has muted the player; nil: not at all.
  var silencedUntil: BootTime?
  /// The number of the question to storage that said so.
  var silenceQuestion = 0

  private var lines: TokenBucket
  private var mutedUntil: BootTime
  private var mutes = 0
  private var lastMute: BootTime?
  private var last = ""
  private var repeats = 0

  private static let repeatsMax = 3
  private static let firstMuteSeconds: Int64 = 10
  private static let doublingsMax = 5
  private static let memory = BootTime.Span.seconds(600)

  init(limits: GatewayLimits, now: BootTime) {
    lines = TokenBucket(
      perSecond: limits.linesPerSecondMax, burst: limits.linesBurstMax, now: now)
    mutedUntil = now
  }

  /// Whether a line may be said now; counts it.
  mutating func says(_ text: String, now: BootTime) -> Verdict {
    if let silencedUntil, now < silencedUntil {
      return .silenced(milliseconds: Self.milliseconds(until: silencedUntil, now))
    }
    if now < mutedUntil { return verdict(now) }
    repeats = text == last ? repeats + 1 : 0
    last = text
    if lines.take(now: now), repeats < Self.repeatsMax { return .free }
    if let lastMute, now > lastMute + Self.memory { mutes = 0 }
    lastMute = now
    mute(until: now + .seconds(Self.firstMuteSeconds << Int64(min(mutes, Self.doublingsMax))))
    mutes += 1
    repeats = 0
    return verdict(now)
  }

  /// How long an operator's mute lasts yet.
  func silencedMilliseconds(now: BootTime) -> UInt64 {
    guard let silencedUntil, now < silencedUntil else { return 0 }
    return UInt64(clamping: (silencedUntil - now).microseconds / 1_000 + 1)
  }

  /// Nothing is said until then; a mute that lasts longer stays.
  mutating func mute(until end: BootTime) { mutedUntil = max(mutedUntil, end) }

  private func verdict(_ now: BootTime) -> Verdict {
    .muted(milliseconds: Self.milliseconds(until: mutedUntil, now))
  }

  private static func milliseconds(until end: BootTime, _ now: BootTime) -> UInt32 {
    UInt32(clamping: (end - now).microseconds / 1_000 + 1)
  }
}
