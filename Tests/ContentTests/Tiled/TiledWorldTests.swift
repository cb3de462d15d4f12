import FoundationEssentials
import Testing

@testable import Content

/// Tiled's worlds: files that put maps side by side.
struct TiledWorldTests {
  private func read(
    _ text: String, names: [String] = []
  ) throws -> (world: TiledWorld?, findings: [Finding]) {
    let files = Set(["maps/a.tmx", "maps/sub/b.tmx"] + names.map { "maps/" + $0 })
    let source = ContentSource(
      root: "w",
      read: { (file, _) throws(FileError) in
        if file.description == "maps/all.world" { return Array(text.utf8) }
        guard files.contains(file.description) else { throw .missing }
        return []
      }, list: { folder in folder == ["maps"] ? names : [] })
    let file = try #require(FilePath("maps/all.world"))
    let document = try #require(source.document(file))
    let world = TiledWorldReader(source: source, file: file).read(document)
    return (world, source.report.findings)
  }

  @Test func readsMapsAndTheirPlaces() throws {
    let (world, findings) = try read(
      #"""
      {"type": "world", "onlyShowAdjacentMaps": false, "maps": [
      {"fileName": "a.tmx", "x": -640, "y": 0, "width": 640, "height": 480},
      {"fileName": "sub/../sub/b.tmx"}]}
      """#)
    #expect(findings == [])
    #expect(world?.maps.map(\.file.description) == ["maps/a.tmx", "maps/sub/b.tmx"])
    #expect(world?.maps.map { [$0.x, $0.y] } == [[-640, 0], [0, 0]])
  }

  @Test func patternsNameTheFilesOfTheFolder() throws {
    let names = ["town-1-2.tmx", "town-10-0.tmx", "town-x-2.tmx", "town-3-4.tmx.bak", "all.world"]
    let (world, findings) = try read(
      #"""
      {"type": "world", "patterns": [{"regexp": "^town-(\\d+)-(\\d+)\\.tmx$",
      "multiplierX": 640, "multiplierY": 480, "offsetX": 5, "offsetY": -5}]}
      """#, names: names)
    #expect(findings == [])
    #expect(world?.maps.map(\.file.name) == ["town-1-2.tmx", "town-10-0.tmx"])
    #expect(world?.maps.map { [$0.x, $0.y] } == [[645, 955], [6405, -5]])
  }

  @Test(arguments: [
    (#"{"type": "map"}"#, "world", "This is a Tiled 'map', not a world."),
    (#"{"maps": []}"#, "world", "It has no maps."),
    (#"{"maps": [{"fileName": "c.tmx"}]}"#, "map 'c.tmx'", "The map 'maps/c.tmx' does not exist."),
    (
      #"{"maps": [{"fileName": "../../c.tmx"}]}"#, "map '../../c.tmx'",
      "The map lies outside the content folder."
    ),
    (#"{"maps": [{"x": 1}]}"#, "map 1", "'fileName' is missing."),
    (
      #"{"maps": [{"fileName": "a.tmx", "x": 1e20}]}"#, "map 'a.tmx'",
      "'x' must be a whole number, but it is a number."
    ),
    (
      #"{"maps": [{"fileName": "a.tmx"}, {"fileName": "./a.tmx"}]}"#, "map 'maps/a.tmx'",
      "The world has this map twice."
    ),
    (#"{"patterns": [{"regexp": "(\\d)x(\\d)"}]}"#, "pattern 1", "It matches no file."),
    (
      #"{"patterns": [{"regexp": "(a+)+(b)"}]}"#, "pattern 1",
      "The pattern '(a+)+(b)' cannot be used: groups cannot be repeated."
    ),
    (#"{"patterns": [{}]}"#, "pattern 1", "'regexp' is missing."),
  ])
  func refuses(_ text: String, _ place: String, _ sentence: String) throws {
    let (world, findings) = try read(text)
    #expect(world == nil)
    #expect(findings.map(\.sentence) == [sentence])
    #expect(findings.map(\.place) == [place])
    #expect(findings.allSatisfy { $0.file == "maps/all.world" && !$0.remedy.isEmpty })
  }

  /// A check reads each map of the world and says that the game keeps them apart.
  @Test func aCheckReadsEveryMap() throws {
    var small = SmallWorld()
    small.map.collision[0] = 1
    var files = small.allFiles
    files["all.world"] = Array(
      #"{"maps": [{"fileName": "maps/small.json", "x": 0, "y": 0}, {"fileName": "bad.tmx"}]}"#.utf8)
    files["bad.tmx"] = Array("<map width=\"4\"/>".utf8)
    let folder = try TemporaryFolder(files)
    let report = ContentCheck.run(root: folder.path, paths: [folder.path + "/all.world"])
    #expect(report.files == ["all.world", "bad.tmx", "maps/small.json"])
    #expect(
      report.findings.map(\.sentence) == [
        "The game does not join the maps of a world: its 2 maps are checked one by one.",
        "'height' is missing.",
      ])
    #expect(report.lines.contains("bad: all.world is a world of Tiled."))
    try folder.write(
      Array(#"{"maps": [{"fileName": "maps/small.json"}]}"#.utf8), to: "all.world")
    let good = ContentCheck.run(root: folder.path, paths: [folder.path + "/all.world"])
    #expect(good.lines.contains("good: all.world is a world of Tiled."))
  }

  /// The game's own manifest names maps alone.
  @Test(arguments: [#"{"maps": []}"#, #"{"type": "world", "maps": []}"#])
  func aWorldIsNoMap(_ text: String) {
    var world = SmallWorld()
    world.files["world.json"] = Array(
      #"{"version": "1.2.3", "start": "here", "maps": [{"id": 7, "file": "all.world"}]}"#.utf8)
    world.files["all.world"] = Array(text.utf8)
    let (content, report) = world.read()
    #expect(content == nil)
    #expect(report.findings.map(\.sentence) == ["This is a Tiled 'world', not a map."])
    #expect(report.findings.first?.remedy.contains("portals") == true)
  }
}
