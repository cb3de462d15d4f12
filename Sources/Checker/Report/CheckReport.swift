import FoundationEssentials

/// The verdicts of one run of the checker.
public struct CheckReport: Hashable, Sendable, Codable {
  public private(set) var schema = "pangea.check/1"
  /// Nothing was seen broken.
  public let ok: Bool
  /// For how long it looked.
  public let seconds: Double
  /// How often it read the storage.
  public let looks: Int
  /// How often the storage did not answer.
  public let failures: Int
  /// In ascending order of invariants; each has one at least.
  public let checks: [Check]

  init(seconds: Double, looks: Int, failures: Int, checks: [Check]) {
    self.seconds = seconds
    self.looks = looks
    self.failures = failures
    self.checks = checks.sorted { ($0.invariant, $0.name) < ($1.invariant, $1.name) }
    ok = !checks.contains { $0.verdict == .bad }
  }

  /// Whether anything could be told at all.
  public var isMeasured: Bool { checks.contains { $0.verdict != .unknown } }

  /// One JSON object.
  public var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  /// For people: one line a check, and what was seen below it.
  public var lines: [String] {
    var lines: [String] = []
    for check in checks {
      let number = check.invariant < 10 ? " \(check.invariant)" : "\(check.invariant)"
      let verdict = "\(check.verdict)".padded(to: 7)
      let figures = check.figures.sorted { $0.key < $1.key }.map {
        "\($0.value) \($0.key.replacing("_", with: " "))"
      }
      let remarks = ([check.reason].compactMap { $0 } + figures).joined(separator: ", ")
      lines.append("\(number)  \(verdict)  \(check.name.padded(to: 12))  \(remarks)")
      lines += check.evidence.map { "             \($0)" }
    }
    return lines
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
