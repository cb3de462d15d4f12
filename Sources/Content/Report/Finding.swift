/// One thing that a check has to say about content: what is wrong, where, and what to do.
public struct Finding: Hashable, Sendable, Codable {
  /// How bad it is.
  public enum Severity: String, Sendable, Codable {
    /// The content is refused.
    case error
    /// The content works, but probably not as meant.
    case warning
  }

  public let severity: Severity
  /// The file, relative to the content folder when it lies inside.
  public let file: String
  /// The layer, object or line; empty when the finding is about the whole file.
  public let place: String
  /// What is wrong, as a sentence.
  public let sentence: String
  /// What to do about it, as a sentence.
  public let remedy: String

  public init(
    severity: Severity, file: String, place: String, sentence: String, remedy: String
  ) {
    self.severity = severity
    self.file = file
    self.place = place
    self.sentence = sentence
    self.remedy = remedy
  }

  /// One line: `error: maps/town.json: layer 'walls': … Remedy: …`.
  public var line: String {
    let middle = place.isEmpty ? "" : "\(place): "
    return
      "\(severity.rawValue): \(oneLine(file.unicodeScalars)): \(middle)\(sentence) Remedy: \(remedy)"
  }
}
