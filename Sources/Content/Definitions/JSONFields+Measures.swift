import Model

/// What files of definitions have and other content has not.
extension JSONFields {
  /// The object under `key`, which may be missing; nil then, and with a finding when it is none.
  func optionalObject(_ key: String) -> JSONFields? {
    members[key] == nil || members[key] == .null ? nil : object(key)
  }

  /// World units as 1/256 unit.
  func length(
    _ key: String, in range: ClosedRange<Double> = Limits.lengthUnits,
    default fallback: Double? = nil
  ) -> Fixed? {
    number(key, in: range, default: fallback).map { Measure.length(units: $0) }
  }

  /// World units per second as 1/256 unit per tick.
  func speed(
    _ key: String, in range: ClosedRange<Double> = Limits.speedUnits,
    default fallback: Double? = nil
  ) -> Fixed? {
    number(key, in: range, default: fallback).map { Measure.speed(unitsPerSecond: $0) }
  }

  /// Milliseconds as ticks.
  func ticks(
    _ key: String, in range: ClosedRange<Int> = Limits.durationMilliseconds,
    default fallback: Int? = nil
  ) -> UInt64? {
    integer(key, in: range, default: fallback).map { Measure.ticks(milliseconds: $0) }
  }

  /// A whole number that the rules hold in 32 bits.
  func amount(_ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil) -> Int32? {
    integer(key, in: range, default: fallback).map { Int32($0) }
  }

  /// A text of 1 ... `max` bytes; `default` when it may be missing.
  func text(_ key: String, max: Int, default fallback: String? = nil) -> String? {
    guard let text = string(key, default: fallback) else { return nil }
    guard text.utf8.count <= max, fallback != nil || !text.isEmpty else {
      log.error(
        place, "\(quoted(key)) has \(text.utf8.count) bytes, outside 1 … \(max).",
        "Write a shorter text that is not empty.")
      return nil
    }
    return text
  }

  /// One of some words.
  func word(_ key: String, among known: [String]) -> String? {
    guard let word = string(key) else { return nil }
    guard known.contains(word) else {
      log.error(
        place, "\(quoted(key)) is \(quoted(word)), which the game does not know.",
        nearest(to: word, among: known).map { "Did you mean \(quoted($0))?" }
          ?? "Use one of \(known.joined(separator: ", ")).")
      return nil
    }
    return word
  }

  /// A list of texts; nil, with findings, when an entry is none.
  func texts(_ key: String, max: Int) -> [String]? {
    guard let values = array(key, max: max, optional: true) else { return nil }
    let before = log.errors
    let texts = values.enumerated().compactMap { index, value -> String? in
      if case .string(let text) = value { return text }
      log.error(
        place, "Entry \(index + 1) of \(quoted(key)) must be a string, but it is \(value.kind).",
        "Write an id in quotes there.")
      return nil
    }
    return log.errors == before ? texts : nil
  }

  /// Warns of keys that nobody reads.
  func warnOfUnknown(known: [String]) {
    for key in members.keys.sorted() where !known.contains(key) {
      log.warning(
        place, "The key \(quoted(key)) is not known and ignored.",
        nearest(to: key, among: known).map { "Did you mean \(quoted($0))?" } ?? "Remove it.")
    }
  }
}
