/// Reads the text of a `FileNamePattern`.
struct FileNamePatternParser {
  let letters: [Unicode.Scalar]
  private var index = 0

  init(letters: [Unicode.Scalar]) { self.letters = letters }

  mutating func steps() throws(FileNamePattern.Failure) -> [FileNamePattern.Step] {
    var steps: [FileNamePattern.Step] = []
    var isOpen = false
    while let letter = take() {
      switch letter {
      case "(":
        guard !isOpen, current != "?" else { throw refusal("groups are plain and not nested") }
        isOpen = true
        steps.append(.open)
      case ")":
        guard isOpen else { throw refusal("a group ends that did not begin") }
        isOpen = false
        guard !isRepeat(current) else { throw refusal("groups cannot be repeated") }
        steps.append(.close)
      case "^": steps.append(.start)
      case "$": steps.append(.end)
      case "|", "{", "}", "*", "+", "?":
        throw refusal("'\(letter)' is not supported at this place")
      default: steps.append(repeated(try set(letter)))
      }
    }
    guard !isOpen else { throw refusal("a group does not end") }
    return steps
  }

  private var current: Unicode.Scalar? { index < letters.count ? letters[index] : nil }

  private mutating func take() -> Unicode.Scalar? {
    guard let letter = current else { return nil }
    index += 1
    return letter
  }

  private func isRepeat(_ letter: Unicode.Scalar?) -> Bool {
    letter == "*" || letter == "+" || letter == "?" || letter == "{"
  }

  private mutating func repeated(_ set: LetterSet) -> FileNamePattern.Step {
    let bounds: (least: Int, most: Int)
    switch current {
    case "*": bounds = (0, .max)
    case "+": bounds = (1, .max)
    case "?": bounds = (0, 1)
    default: return .letter(set, least: 1, most: 1)
    }
    index += 1
    return .letter(set, least: bounds.least, most: bounds.most)
  }

  private mutating func set(_ letter: Unicode.Scalar) throws(FileNamePattern.Failure) -> LetterSet {
    switch letter {
    case ".": return LetterSet(isInverted: true)
    case "\\": return try escaped()
    case "[": return try list()
    default: return one(letter)
    }
  }

  private func one(_ letter: Unicode.Scalar) -> LetterSet {
    LetterSet(ranges: [letter.value...letter.value])
  }

  private mutating func escaped() throws(FileNamePattern.Failure) -> LetterSet {
    var set = LetterSet()
    guard let letter = take() else { throw refusal("it ends behind '\\'") }
    switch letter {
    case "d", "D": set.insert("0", "9")
    case "w", "W":
      for (first, last) in [("0", "9"), ("A", "Z"), ("_", "_"), ("a", "z")] as [Pair] {
        set.insert(first, last)
      }
    case "s", "S":
      set.insert(" ", " ")
      set.insert("\t", "\r")
    case _ where letter.properties.isAlphabetic || letter.properties.numericType != nil:
      throw refusal("'\\\(letter)' is not supported")
    default: return one(letter)
    }
    set.isInverted = letter == "D" || letter == "W" || letter == "S"
    return set
  }

  private typealias Pair = (Unicode.Scalar, Unicode.Scalar)

  private mutating func list() throws(FileNamePattern.Failure) -> LetterSet {
    var set = LetterSet()
    if current == "^" {
      set.isInverted = true
      index += 1
    }
    while let letter = take() {
      if letter == "]" {
        guard !set.ranges.isEmpty else { throw refusal("a class is empty") }
        return set
      }
      if letter == "\\" {
        let inner = try escaped()
        guard !inner.isInverted else { throw refusal("a class holds the opposite of another") }
        set.ranges += inner.ranges
      } else if current == "-", index + 1 < letters.count, letters[index + 1] != "]" {
        let last = letters[index + 1]
        index += 2
        guard letter.value <= last.value else { throw refusal("a range runs backwards") }
        set.insert(letter, last)
      } else {
        set.insert(letter, letter)
      }
    }
    throw refusal("a class does not end")
  }

  private func refusal(_ sentence: String) -> FileNamePattern.Failure {
    FileNamePattern.Failure(sentence: sentence)
  }
}
