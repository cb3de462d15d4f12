import FoundationEssentials

/// All that a check found in some content: the verdict of `pangea content check`.
public struct ContentReport: Hashable, Sendable {
  /// The files that were read, in the order of their names.
  public let files: [String]
  /// By file, and in the order of the file.
  public let findings: [Finding]

  /// One for each file that was checked by itself, not as a part of a world.
  public let verdicts: [FileVerdict]

  public init(files: [String], findings: [Finding], verdicts: [FileVerdict] = []) {
    self.files = files
    self.findings = findings
    self.verdicts = verdicts
  }

  /// The same with verdicts on single files.
  func with(_ verdicts: [FileVerdict]) -> ContentReport {
    ContentReport(files: files, findings: findings, verdicts: verdicts)
  }

  public var errors: Int { findings.count { $0.severity == .error } }
  public var warnings: Int { findings.count { $0.severity == .warning } }
  /// True when the content can be used: there may be warnings.
  public var isGood: Bool { errors == 0 }

  /// One line for each finding, one for each file that was checked by itself, and a last one with
  /// the verdict on all.
  public var lines: [String] {
    let verdict =
      "\(isGood ? "good" : "bad"): \(count(files.count, "file")) checked, "
      + "\(count(errors, "error")), \(count(warnings, "warning"))"
    return findings.map(\.line) + verdicts.map(\.line) + [verdict]
  }

  /// The report as one JSON object on one line, as `--json` prints it; the same report gives the
  /// same bytes.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}

extension ContentReport: Codable {
  /// Names the format for those who read the JSON.
  public static let schema = "pangea.content-check/1"

  private enum CodingKeys: String, CodingKey {
    case schema, ok, errors, warnings, files, findings, verdicts
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    files = try container.decode([String].self, forKey: .files)
    findings = try container.decode([Finding].self, forKey: .findings)
    verdicts = try container.decodeIfPresent([FileVerdict].self, forKey: .verdicts) ?? []
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.schema, forKey: .schema)
    try container.encode(isGood, forKey: .ok)
    try container.encode(errors, forKey: .errors)
    try container.encode(warnings, forKey: .warnings)
    try container.encode(files, forKey: .files)
    try container.encode(findings, forKey: .findings)
    if !verdicts.isEmpty { try container.encode(verdicts, forKey: .verdicts) }
  }
}
