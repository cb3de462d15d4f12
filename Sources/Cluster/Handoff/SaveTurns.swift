import Model

/// Whose turn it is to be saved: everybody's once in `AuthorityLimits.saveEvery`, spread over that
/// time, so that the saves of a region do not keep storage and its processor busy all at once.
struct SaveTurns: Hashable, Sendable {
  /// The parts that a round has at most. Each character belongs to one.
  private static let parts = 16

  private var part = 0
  private var dueAt = BootTime(microseconds: .min)
  /// Characters that do not wait for their turn.
  private var urgent: Set<CharacterID> = []

  /// The character is among the next, whoever else is.
  mutating func add(_ character: CharacterID) { urgent.insert(character) }

  /// Who is to be saved now, in ascending order: a whole round of few, parts of one of many.
  mutating func next(
    of characters: some Collection<CharacterID>, now: BootTime, limits: AuthorityLimits
  ) -> [CharacterID] {
    let isDue = now >= dueAt
    guard isDue || !urgent.isEmpty else { return [] }
    var turn: Range<Int>?
    if isDue {
      let width = Self.width(of: characters.count, limits)
      let first = part / width * width
      turn = first..<first + width
      part = (first + width) % Self.parts
      let step = BootTime.Span(
        microseconds: limits.saveEvery.microseconds * Int64(width) / Int64(Self.parts))
      // Late by more than a turn: nothing is made up for.
      dueAt = dueAt + step > now ? dueAt + step : now + step
    }
    defer { urgent = [] }
    return characters.filter { character in
      urgent.contains(character) || turn?.contains(Self.part(of: character)) ?? false
    }.sorted()
  }

  /// How many parts have their turn together. It divides the parts of a round, so that each part
  /// has its turn at the same moment of every round.
  private static func width(of characters: Int, _ limits: AuthorityLimits) -> Int {
    var width = 1
    while width < parts, characters * width < limits.saveRowsMin * parts { width *= 2 }
    return width
  }

  /// Spread evenly, also when numbers follow each other: Fibonacci hashing (Knuth, The Art of
  /// Computer Programming 3, 6.4).
  private static func part(of character: CharacterID) -> Int {
    Int(truncatingIfNeeded: (character.rawValue &* 0x9E37_79B9_7F4A_7C15) >> 60)
  }
}
