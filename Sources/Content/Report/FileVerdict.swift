/// What a check says of one file as a whole.
public struct FileVerdict: Hashable, Sendable, Codable {
  /// Relative to the content folder when it lies inside.
  public let file: String
  /// What the file is, such as `a map`.
  public let kind: String
  /// Whether it can be used, and all that was read because of it.
  public let isGood: Bool

  /// One line: `good: maps/town.json is a map.`
  public var line: String {
    "\(isGood ? "good" : "bad"): \(oneLine(file.unicodeScalars)) is \(kind)."
  }
}
