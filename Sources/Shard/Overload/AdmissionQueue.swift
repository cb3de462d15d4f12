import Model

/// The line of those who want to come into a region that is full or overloaded: first come, first
/// served.
///
/// Nobody is called: whoever waits tries again, and each try says where in line it is. A place is
/// kept while its owner goes on trying. As many as there is room for, counted from the front, get in
/// with their next try; who went away is passed over when its patience is over.
struct AdmissionQueue: Sendable {
  /// Where somebody waits.
  enum Gate: String, CaseIterable, Sendable { case login, border }

  enum Verdict: Hashable, Sendable {
    case enters
    /// In line, from 1.
    case waits(place: UInt32)
    /// The line itself is full.
    case turnedAway
  }

  struct Terms: Hashable, Sendable {
    /// Characters in line. Hit: who comes now is told that the region is full, without a place.
    var waitingMax = 2_000
    /// A place is lost without a try for so long: a few times as long as between two tries.
    var patience = BootTime.Span.seconds(5)
    /// While there is a line so many get in per second: a region that has just recovered is not
    /// flooded by all at once.
    var entriesPerSecondMax = 20
  }

  private struct Waiting {
    let character: CharacterID
    var gate: Gate
    var triedAt: BootTime
  }

  private let terms: Terms
  private var line: [Waiting] = []
  private var forgetAt = BootTime(microseconds: 0)
  /// The second that is counted, and who came in within it.
  private var secondBegan = BootTime(microseconds: 0)
  private var entries = 0

  init(_ terms: Terms = Terms()) { self.terms = terms }

  /// A newcomer wants in.
  ///
  /// - Parameter room: how many newcomers there is room for now.
  mutating func tried(
    _ character: CharacterID, at gate: Gate, room: Int, now: BootTime
  ) -> Verdict {
    forgetAbsent(now: now)
    if line.isEmpty, room > 0 { return .enters }
    let found = line.firstIndex { $0.character == character }
    let before = found ?? line.count
    if before < min(room, entriesLeft(now: now)) {
      entries += 1
      if let found { line.remove(at: found) }
      return .enters
    }
    if let found {
      line[found].triedAt = now
      line[found].gate = gate
    } else {
      guard line.count < terms.waitingMax else { return .turnedAway }
      line.append(Waiting(character: character, gate: gate, triedAt: now))
    }
    return .waits(place: UInt32(before + 1))
  }

  /// How many wait at a gate.
  mutating func count(at gate: Gate, now: BootTime) -> Int {
    forgetAbsent(now: now)
    return line.count { $0.gate == gate }
  }

  /// Now and then, for a long line is tried many times a second.
  private mutating func forgetAbsent(now: BootTime) {
    guard !line.isEmpty, now >= forgetAt else { return }
    forgetAt = now + .milliseconds(250)
    line.removeAll { $0.triedAt + terms.patience < now }
  }

  private mutating func entriesLeft(now: BootTime) -> Int {
    if now - secondBegan >= .seconds(1) {
      secondBegan = now
      entries = 0
    }
    return terms.entriesPerSecondMax - entries
  }
}
