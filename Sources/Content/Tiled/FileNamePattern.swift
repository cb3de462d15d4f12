/// A regular expression of the plain kind that Tiled's worlds use to name maps:
/// `town-(\d+)-(\d+)\.tmx`.
///
/// It has letters, `.`, `\d`, `\w`, `\s`, classes `[a-z]`, the repeats `*`, `+`, `?` of one letter,
/// `^`, `$`, and groups that are not repeated. Alternatives and repeated groups are refused: with
/// them an expression can take for ever, and no name of a map needs them.
struct FileNamePattern {
  /// Why a pattern is refused.
  struct Failure: Error, Hashable {
    let sentence: String
  }

  enum Step: Hashable {
    case letter(LetterSet, least: Int, most: Int)
    case open
    case close
    case start
    case end
  }

  private let steps: [Step]

  init(_ text: String) throws(Failure) {
    let letters = Array(text.unicodeScalars)
    guard letters.count <= Limits.patternCharactersMax else {
      throw Failure(sentence: "it has over \(Limits.patternCharactersMax) characters")
    }
    var parser = FileNamePatternParser(letters: letters)
    steps = try parser.steps()
    let groups = steps.count { $0 == .open }
    guard groups == 2 else {
      throw Failure(sentence: "it needs two groups, for x and y, but has \(groups)")
    }
  }

  /// What the groups match where the pattern first matches in `name`; nil when it does not.
  func captures(in name: String) -> [String]? {
    let letters = Array(name.unicodeScalars)
    guard letters.count <= Limits.patternCharactersMax else { return nil }
    var search = Search(steps: steps, letters: letters)
    for start in 0...letters.count {
      if let marks = search.match(0, start) {
        return stride(from: 0, to: marks.count - 1, by: 2).map { index in
          String(String.UnicodeScalarView(letters[marks[index]..<marks[index + 1]]))
        }
      }
    }
    return nil
  }

  /// Tries repeats from the longest, and remembers what failed, so that no place is tried twice.
  private struct Search {
    let steps: [Step]
    let letters: [Unicode.Scalar]
    private var failed: Set<Int> = []

    init(steps: [Step], letters: [Unicode.Scalar]) {
      self.steps = steps
      self.letters = letters
    }

    /// Where groups begin and end when the steps from `step` match from `place`.
    mutating func match(_ step: Int, _ place: Int) -> [Int]? {
      guard step < steps.count else { return [] }
      let key = step * (letters.count + 1) + place
      guard !failed.contains(key) else { return nil }
      let found: [Int]? =
        switch steps[step] {
        case .open, .close: match(step + 1, place).map { [place] + $0 }
        case .start: place == 0 ? match(step + 1, place) : nil
        case .end: place == letters.count ? match(step + 1, place) : nil
        case .letter(let set, let least, let most):
          repeated(set, least, most, step, place)
        }
      if found == nil { failed.insert(key) }
      return found
    }

    private mutating func repeated(
      _ set: LetterSet, _ least: Int, _ most: Int, _ step: Int, _ place: Int
    ) -> [Int]? {
      var count = 0
      while count < most, place + count < letters.count, set.contains(letters[place + count]) {
        count += 1
      }
      while count >= least {
        if let found = match(step + 1, place + count) { return found }
        count -= 1
      }
      return nil
    }
  }
}

/// Some letters, or all but some.
struct LetterSet: Hashable {
  var ranges: [ClosedRange<UInt32>] = []
  var isInverted = false

  func contains(_ letter: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(letter.value) } != isInverted
  }

  mutating func insert(_ first: Unicode.Scalar, _ last: Unicode.Scalar) {
    if first.value <= last.value { ranges.append(first.value...last.value) }
  }
}
