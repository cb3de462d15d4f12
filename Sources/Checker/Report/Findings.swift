/// What a check has seen: all of it is counted, some of it is told.
struct Findings: Hashable, Sendable {
  private(set) var violations: Int64 = 0
  private(set) var evidence: [String] = []

  mutating func add(_ sentence: @autoclosure () -> String) {
    violations += 1
    if evidence.count < CheckerLimits.evidenceMax { evidence.append(sentence()) }
  }

  /// A check with these findings: bad when there are any, and unknown for as long as there was
  /// nothing to look at.
  func check(
    _ invariant: Invariant, _ name: String, unknown: String?, figures: [String: Int64]
  ) -> Check {
    if violations > 0 {
      return Check(
        invariant, name, .bad, reason: "\(violations) violations", figures: figures,
        evidence: evidence)
    }
    return Check(
      invariant, name, unknown == nil ? .good : .unknown, reason: unknown, figures: figures)
  }
}
