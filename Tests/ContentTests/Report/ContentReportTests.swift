import FoundationEssentials
import Testing

@testable import Content

struct ContentReportTests {
  private let report = ContentReport(
    files: ["a.json", "b.json"],
    findings: [
      Finding(
        severity: .error, file: "a.json", place: "layer 'x'", sentence: "It is wrong.",
        remedy: "Correct it."),
      Finding(
        severity: .warning, file: "b.json", place: "", sentence: "It is odd.", remedy: "Look."),
    ])

  @Test func rendersLines() {
    #expect(
      report.lines == [
        "error: a.json: layer 'x': It is wrong. Remedy: Correct it.",
        "warning: b.json: It is odd. Remedy: Look.",
        "bad: 2 files checked, 1 error, 1 warning",
      ])
  }

  @Test func rendersJSON() throws {
    #expect(
      try report.json() == #"""
        {"errors":1,"files":["a.json","b.json"],"findings":[{"file":"a.json","place":"layer 'x'",\#
        "remedy":"Correct it.","sentence":"It is wrong.","severity":"error"},{"file":"b.json",\#
        "place":"","remedy":"Look.","sentence":"It is odd.","severity":"warning"}],"ok":false,\#
        "schema":"pangea.content-check/1","warnings":1}
        """#)
    let decoded = try JSONDecoder().decode(
      ContentReport.self, from: Data(try report.json().utf8))
    #expect(decoded == report)
  }

  @Test func quotesNames() {
    #expect(quoted("a'b") == "'a'b'")
    #expect(quoted("a\nb\u{1B}[0m") == "'a\u{FFFD}b\u{FFFD}[0m'")
    #expect(quoted(String(repeating: "x", count: 100)).count == 63)
  }

  @Test func findsTheNearestName() {
    #expect(nearest(to: "portal", among: ["Portal", "Chest"]) == "Portal")
    #expect(nearest(to: "Chset", among: ["Portal", "Chest"]) == nil)
    #expect(nearest(to: "Ches", among: ["Portal", "Chest"]) == "Chest")
    #expect(nearest(to: "", among: ["Portal"]) == nil)
    #expect(nearest(to: "x", among: []) == nil)
  }

  /// Names of files come from files too.
  @Test func everythingStaysOnOneLine() {
    var world = SmallWorld()
    world.map.tileset = #"{"firstgid": 1, "source": "a\n\u001b[2J.tsx"}"#
    let report = world.read().report
    #expect(report.findings.contains { $0.file.contains("\n") })
    let lines = report.lines + [FileVerdict(file: "a\nb", kind: "a map", isGood: true).line]
    #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } }, "\(lines)")
  }
}
