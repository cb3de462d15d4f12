/// Reads the custom properties that a class or a map must have, and reports those it has not.
struct PropertyReader {
  let place: String
  let properties: [String: PropertyValue]
  let log: FindingLog

  /// A text that is not empty.
  func string(_ key: String, example: String) -> String? {
    guard let value = required(key, example: example) else { return nil }
    guard case .string(let text) = value, !text.isEmpty else {
      mistyped(key, value, "a string that is not empty", example: example)
      return nil
    }
    return text
  }

  /// A text that may be missing or empty: then nil.
  func optionalString(_ key: String, example: String) -> String? {
    guard let value = properties[key] else { return nil }
    guard case .string(let text) = value else {
      mistyped(key, value, "a string", example: example)
      return nil
    }
    return text.isEmpty ? nil : text
  }

  func integer(_ key: String, in range: ClosedRange<Int>, example: String) -> Int? {
    guard let value = required(key, example: example) else { return nil }
    guard let number = wholeNumber(value) else {
      mistyped(key, value, "a whole number", example: example)
      return nil
    }
    guard range.contains(number) else {
      log.error(
        place,
        "The property \(quoted(key)) is \(number), outside "
          + "\(range.lowerBound) … \(range.upperBound).", "Use a value such as \(example).")
      return nil
    }
    return number
  }

  func number(_ key: String, example: String) -> Double? {
    guard let value = required(key, example: example) else { return nil }
    switch value {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    default:
      mistyped(key, value, "a number", example: example)
      return nil
    }
  }

  /// A number in `range` that may be missing: then nil.
  func optionalNumber(_ key: String, in range: ClosedRange<Double>, example: String) -> Double? {
    guard properties[key] != nil, let number = number(key, example: example) else { return nil }
    guard range.contains(number) else {
      log.error(
        place,
        "The property \(quoted(key)) is \(number), outside "
          + "\(Int(range.lowerBound)) … \(Int(range.upperBound)).",
        "Use a value such as \(example).")
      return nil
    }
    return number
  }

  /// The id of another object of the map; it may be missing, or 0: then nil.
  func optionalObject(_ key: String, example: String) -> Int? {
    switch properties[key] {
    case nil, .object(0)?, .integer(0)?: return nil
    case .object(let id)?, .integer(let id)?: return id
    case let value?:
      mistyped(key, value, "another object", example: example)
      return nil
    }
  }

  /// A truth value that may be missing: then false.
  func flag(_ key: String) -> Bool {
    switch properties[key] {
    case nil: return false
    case .boolean(let flag)?: return flag
    case let value?:
      mistyped(key, value, "a bool", example: "true")
      return false
    }
  }

  /// The value under `key`, or a finding that it is missing.
  func required(_ key: String, example: String) -> PropertyValue? {
    if let value = properties[key] { return value }
    log.error(
      place, "The property \(quoted(key)) is missing.",
      nearest(to: key, among: properties.keys.sorted()).map {
        "Did you mean it by \(quoted($0))? Rename it to \(quoted(key))."
      }
        ?? "Add it with a value such as \(example).")
    return nil
  }

  func mistyped(_ key: String, _ value: PropertyValue, _ expected: String, example: String) {
    log.error(
      place, "The property \(quoted(key)) must be \(expected), but it is \(value.kind).",
      "Use a value such as \(example).")
  }

  private func wholeNumber(_ value: PropertyValue) -> Int? {
    switch value {
    case .integer(let number): number
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }
}
