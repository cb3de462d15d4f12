import Testing

/// Every metric is explained on `/metrics`.
@Suite struct MetricTests {
  @Test func everyMetricIsExplained() throws {
    let explained = try Repository.files(in: "Sources/Telemetry/Metrics", ending: [".swift"])
      .filter { $0.contains("MetricHelp") }.map(Repository.text).joined()
    var names = 0
    for path in try Repository.files(in: "Sources", ending: [".swift"])
    where !path.contains("MetricHelp") {
      for match in try Repository.text(path).matches(of: #/"((?:pangea|process)_[a-z0-9_]+)"/#) {
        names += 1
        let isExplained = explained.contains("\(match.0):")
        #expect(isExplained, "\(match.1) of \(path) in MetricHelp")
      }
    }
    #expect(names > 30, "the search finds metrics")
  }
}
