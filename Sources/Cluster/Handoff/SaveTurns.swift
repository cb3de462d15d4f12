import Model

/// Whose turn it is to be saved: everybody's once in `AuthorityLimits.saveEvery`, spread over that
/// time, so that the saves of a region do not keep storage and its processor busy all at once.
///
/// A turn has neighbours by number: they are neighbours in the pages of a table, too, and each page
/// is written once a round.
struct SaveTurns: Hashable, Sendable {
  /// The turns that a round has at most.
  private static let turnsMax = 16

  /// The last character of each turn of this round. The last turn has no end.
  private var ends: [CharacterID] = []
  private var turn = 0
  private var dueAt = BootTime(microseconds: .min)
  /// Characters that do not wait for their turn.
  private var urgent: Set<CharacterID> = []

  /// The character is among the next, whoever else is.
  mutating func add(_ character: CharacterID) { urgent.insert(character) }

  /// Who is to be saved now, in ascending order: a whole round of few, a part of one of many. Turns
  /// that were due earlier come with it, so that everybody's second stays one when time goes slowly
  /// or storage does; all of a round at most.
  mutating func next(
    of characters: some Collection<CharacterID>, now: BootTime, limits: AuthorityLimits
  ) -> [CharacterID] {
    let isDue = now >= dueAt
    guard isDue || !urgent.isEmpty else { return [] }
    defer { urgent = [] }
    guard isDue else { return characters.filter { urgent.contains($0) }.sorted() }
    let isLate = now >= dueAt + limits.saveEvery
    if turn == 0 || isLate { ends = Self.ends(of: characters.sorted(), limits) }
    let step = BootTime.Span(
      microseconds: limits.saveEvery.microseconds / Int64(ends.count + 1))
    guard !isLate else {
      (turn, dueAt) = (0, now + step)
      return characters.sorted()
    }
    let before = turn > 0 ? ends[turn - 1] : nil
    repeat {
      (turn, dueAt) = (turn + 1, dueAt + step)
    } while turn <= ends.count && dueAt <= now
    let last = turn <= ends.count ? ends[turn - 1] : nil
    if last == nil { turn = 0 }
    return characters.filter { character in
      let isIn =
        (before.map { $0 < character } ?? true) && (last.map { character <= $0 } ?? true)
      return isIn || urgent.contains(character)
    }.sorted()
  }

  /// Cuts a round into turns of equal size.
  private static func ends(
    of characters: [CharacterID], _ limits: AuthorityLimits
  ) -> [CharacterID] {
    let turns = min(turnsMax, max(1, characters.count / limits.saveRowsMin))
    return (1..<turns).map { characters[characters.count * $0 / turns - 1] }
  }
}
