/// Collects what a check finds in one file, up to a limit. Past it sentences are not even made, so
/// that a file of many mistakes costs no more than one of few.
final class FindingLog {
  let file: String
  private(set) var errors = 0
  private var kept: [Finding] = []
  private var dropped = 0

  init(file: String) { self.file = file }

  func error(
    _ place: String, _ sentence: @autoclosure () -> String, _ remedy: @autoclosure () -> String
  ) {
    errors += 1
    keep(.error, place, sentence, remedy)
  }

  func warning(
    _ place: String, _ sentence: @autoclosure () -> String, _ remedy: @autoclosure () -> String
  ) {
    keep(.warning, place, sentence, remedy)
  }

  /// Everything found, with a last entry that counts what did not fit.
  var findings: [Finding] {
    guard dropped > 0 else { return kept }
    let rest = Finding(
      severity: errors > kept.count { $0.severity == .error } ? .error : .warning,
      file: file, place: "", sentence: "\(dropped) more findings are not shown.",
      remedy: "Correct those above and check again.")
    return kept + [rest]
  }

  private func keep(
    _ severity: Finding.Severity, _ place: String, _ sentence: () -> String,
    _ remedy: () -> String
  ) {
    guard kept.count < Limits.fileFindingsMax else {
      dropped += 1
      return
    }
    let finding = Finding(
      severity: severity, file: file, place: place, sentence: sentence(), remedy: remedy())
    // A map that is listed twice is read twice.
    if !kept.contains(finding) { kept.append(finding) }
  }
}
