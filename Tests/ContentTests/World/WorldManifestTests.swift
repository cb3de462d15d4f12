import Testing

@testable import Content

struct WorldManifestTests {
  private func report(_ manifest: String) -> ContentReport {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.files["world.json"] = Array(manifest.utf8)
    return world.read().report
  }

  private static let map = #"{"id": 7, "file": "maps/small.json"}"#

  @Test(arguments: [
    (#"{"start": "here", "maps": [\#(map)]}"#, "'version' is missing."),
    (
      #"{"version": "1.0", "start": "here", "maps": [\#(map)]}"#,
      "'version' is '1.0', which is not a semantic version."
    ),
    (#"{"version": "1.0.0", "maps": [\#(map)]}"#, "'start' is missing."),
    (#"{"version": "1.0.0", "start": "here"}"#, "'maps' is missing."),
    (#"{"version": "1.0.0", "start": "here", "maps": []}"#, "'maps' is empty."),
    (
      #"{"version": "1.0.0", "start": "hre", "maps": [\#(map)]}"#,
      "No map has a spawn point named 'hre'."
    ),
    (
      #"{"version": "1.0.0", "start": "here", "maps": [{"id": 65536, "file": "a.json"}]}"#,
      "'id' is 65536, outside 0 … 65535."
    ),
    (
      #"{"version": "1.0.0", "start": "here", "maps": [{"id": 1, "file": "../a.json"}]}"#,
      "The file '../a.json' lies outside the content folder."
    ),
    (
      #"{"version": "1.0.0", "start": "here", "maps": [\#(map), {"id": 7, "file": "b.json"}]}"#,
      "The id 7 belongs to two maps."
    ),
    (
      #"{"version": "1.0.0", "start": "here", "maps": [\#(map), {"id": 8, "file": "x/small.json"}]}"#,
      "Two maps have this name."
    ),
    ("[]", "This must be an object, but it is a list."),
    ("{\"version\"", "This is not JSON: ':' is missing after a key."),
  ])
  func refuses(manifest: String, sentence: String) {
    let report = report(manifest)
    #expect(report.findings.map(\.sentence) == [sentence])
    #expect(report.findings.map(\.file) == ["world.json"])
    #expect(!report.isGood)
  }

  @Test func aMissingMapIsNamed() {
    let report = report(
      #"{"version": "1.0.0", "start": "here", "maps": [\#(Self.map), {"id": 1, "file": "no.json"}]}"#
    )
    #expect(report.findings.map(\.sentence) == ["The file 'no.json' does not exist."])
  }

  @Test func theStartIsUnique() {
    var world = SmallWorld()
    world.files["maps/other.json"] = Array(world.map.json.utf8)
    world.files["world.json"] = Array(
      #"{"version": "1.0.0", "start": "here", "maps": [\#(Self.map), {"id": 8, "file": "maps/other.json"}]}"#
        .utf8)
    let (content, report) = world.read()
    #expect(content == nil)
    #expect(
      report.findings.filter { $0.severity == .error }.map(\.sentence) == [
        "2 maps have a spawn point named 'here'."
      ])
  }

  @Test func oneFileMayBeTwoMaps() {
    var world = SmallWorld()
    world.map.objects += #", {"id": 4, "name": "x", "x": 9, "y": 9}"#
    world.map.collision[0] = 1
    world.files["world.json"] = Array(
      #"{"version": "1.0.0", "start": "here", "maps": [\#(Self.map), {"id": 8, "name": "copy", "file": "maps/small.json"}]}"#
        .utf8)
    #expect(
      world.read().report.findings.map(\.sentence) == [
        "It has no class, so the game ignores it.", "2 maps have a spawn point named 'here'.",
      ])
  }

  @Test func unknownKeysAreWarnedOf() {
    let report = report(
      #"{"version": "1.0.0", "start": "here", "mops": 1, "$schema": "x", "maps": [\#(Self.map)]}"#)
    #expect(report.isGood)
    #expect(report.findings.map(\.remedy) == ["Did you mean 'maps'?"])
  }

  @Test func theFingerprintFollowsTheFiles() throws {
    var world = SmallWorld()
    let first = try #require(world.read().content).fingerprint
    #expect(try #require(world.read().content).fingerprint == first)
    #expect(first.description.count == 16)
    world.map.ground[9] = 2
    let second = try #require(world.read().content).fingerprint
    #expect(second != first)
    world.files["tiles.png"]?.append(0)
    #expect(try #require(world.read().content).fingerprint != second)
  }
}
