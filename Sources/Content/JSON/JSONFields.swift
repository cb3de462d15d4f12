/// The members of one JSON object: reads them typed and writes down what is wrong with them.
struct JSONFields {
  let members: [String: JSONValue]
  /// Where the object stands, as a finding calls it.
  let place: String
  let log: FindingLog

  /// Nil, with a finding, when `value` is not an object.
  init?(_ value: JSONValue, place: String, log: FindingLog) {
    guard case .object(let members) = value else {
      log.error(
        place, "This must be an object, but it is \(value.kind).", "Write it as { … }.")
      return nil
    }
    self.members = members
    self.place = place
    self.log = log
  }

  private init(members: [String: JSONValue], place: String, log: FindingLog) {
    self.members = members
    self.place = place
    self.log = log
  }

  /// The same members under a better name, once it has been read from them.
  func named(_ place: String) -> JSONFields {
    JSONFields(members: members, place: place, log: log)
  }

  /// The same, with the members of `fallback` that it lacks.
  func over(_ fallback: [String: JSONValue]) -> JSONFields {
    guard !fallback.isEmpty else { return self }
    return JSONFields(
      members: members.merging(fallback) { own, _ in own }, place: place, log: log)
  }

  func has(_ key: String) -> Bool { members[key] != nil }

  func string(_ key: String, default fallback: String? = nil) -> String? {
    guard let value = present(key, optional: fallback != nil) else { return fallback }
    guard case .string(let text) = value else {
      mistyped(key, value, "a string")
      return nil
    }
    return text
  }

  /// A whole number in `range`.
  func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil) -> Int? {
    guard let value = present(key, optional: fallback != nil) else { return fallback }
    guard let number = value.wholeNumber else {
      mistyped(key, value, "a whole number")
      return nil
    }
    guard range.contains(number) else {
      log.error(
        place, "\(quoted(key)) is \(number), outside \(range.lowerBound) … \(range.upperBound).",
        "Give \(quoted(key)) a value within these limits.")
      return nil
    }
    return number
  }

  func number(
    _ key: String, in range: ClosedRange<Double>? = nil, default fallback: Double? = nil
  ) -> Double? {
    guard let value = present(key, optional: fallback != nil) else { return fallback }
    guard let number = value.double else {
      mistyped(key, value, "a number")
      return nil
    }
    if let range, !range.contains(number) {
      log.error(
        place, "\(quoted(key)) is \(number), outside \(range.lowerBound) … \(range.upperBound).",
        "Give \(quoted(key)) a value within these limits.")
      return nil
    }
    return number
  }

  /// The object under `key`; findings name it by the key and by what holds it.
  func object(_ key: String) -> JSONFields? {
    guard let value = present(key, optional: false) else { return nil }
    guard case .object = value else {
      mistyped(key, value, "an object")
      return nil
    }
    return JSONFields(value, place: "\(quoted(key)) of \(place)", log: log)
  }

  func boolean(_ key: String, default fallback: Bool) -> Bool {
    guard let value = present(key, optional: true) else { return fallback }
    guard case .boolean(let flag) = value else {
      mistyped(key, value, "true or false")
      return fallback
    }
    return flag
  }

  /// The list under `key`, at most `max` long; nil, with a finding, when it is not usable.
  func array(_ key: String, max: Int, optional: Bool = false) -> [JSONValue]? {
    guard let value = present(key, optional: optional) else { return optional ? [] : nil }
    guard case .array(let elements) = value else {
      mistyped(key, value, "a list")
      return nil
    }
    guard elements.count <= max else {
      log.error(
        place, "\(quoted(key)) has \(elements.count) entries; at most \(max) are allowed.",
        "Split the content over several files or remove entries.")
      return nil
    }
    return elements
  }

  /// The member under `key`; null counts as absent.
  private func present(_ key: String, optional: Bool) -> JSONValue? {
    if let value = members[key], value != .null { return value }
    if !optional {
      log.error(
        place, "\(quoted(key)) is missing.",
        nearest(to: key, among: members.keys.sorted()).map {
          "Did you mean it by \(quoted($0))? Rename it."
        } ?? "Add \(quoted(key)).")
    }
    return nil
  }

  private func mistyped(_ key: String, _ value: JSONValue, _ expected: String) {
    log.error(
      place, "\(quoted(key)) must be \(expected), but it is \(value.kind).",
      "Write \(expected) there.")
  }
}
