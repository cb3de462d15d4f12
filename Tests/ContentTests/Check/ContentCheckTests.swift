import FoundationEssentials
import Testing

@testable import Content

struct ContentCheckTests {
  private func folder(_ change: (inout SmallWorld) -> Void = { _ in }) throws -> TemporaryFolder {
    var world = SmallWorld()
    world.map.collision[0] = 1
    change(&world)
    return try TemporaryFolder(world.allFiles)
  }

  @Test func aGoodWorld() throws {
    let folder = try folder()
    let report = ContentCheck.run(root: folder.path)
    #expect(report.lines == ["good: 2 files checked, 0 errors, 0 warnings"])
    #expect(report.files == ["maps/small.json", "world.json"])
  }

  @Test func singleFilesAreCheckedInTheirWorld() throws {
    let folder = try folder()
    let report = ContentCheck.run(
      root: folder.path, paths: [folder.path + "/maps/../maps/small.json"])
    #expect(report.isGood, "\(report.lines)")
    #expect(report.files == ["maps/small.json"])
    #expect(report.lines.first == "good: maps/small.json is a map.")
    // From elsewhere the tileset's image lies outside.
    let alone = ContentCheck.run(
      root: "/nowhere", paths: [folder.path + "/maps/small.json"])
    #expect(
      alone.findings.map(\.sentence) == [
        "The image '../tiles.png' lies outside the content folder."
      ])
  }

  @Test func aMapThatIsNotListedIsWarnedOf() throws {
    let folder = try folder()
    try folder.write(folder.read("maps/small.json"), to: "maps/new.json")
    try folder.write(Array(#"{"$schema": "x"}"#.utf8), to: "schemas/a.json")
    try folder.write(Array("{".utf8), to: "build/left-out.json")
    let report = ContentCheck.run(root: folder.path)
    #expect(report.isGood)
    #expect(report.findings.map(\.file) == ["maps/new.json"])
    #expect(
      report.findings.map(\.sentence) == [
        "world.json does not list this map, so nobody can go there."
      ])
  }

  @Test(arguments: [
    ("a.tmx", "<map/>", "'width' is missing."),
    ("a.tsx", "<tileset/>", "'tilewidth' is missing."),
    ("a.json", "<p/>", "The XML element 'p' is nothing of Tiled's."),
    ("a.json", "{}", "This is no map, tileset, template or world of Tiled and no JSON Schema."),
    ("a.json", "7", "This is a number, not content."),
    ("a.tj", #"{"type": "template"}"#, "'object' is missing."),
    ("a.tx", "<template/>", "'object' is missing."),
    ("a.world", "{}", "It has no maps."),
  ])
  func otherFilesAreNamed(name: String, text: String, sentence: String) throws {
    let folder = try TemporaryFolder([name: Array(text.utf8)])
    let report = ContentCheck.run(root: folder.path, paths: [folder.path + "/" + name])
    #expect(report.findings.map(\.sentence) == [sentence])
    #expect(report.findings.map(\.file) == [name])
    #expect(ContentCheck.run(root: folder.path, paths: [folder.path]) == report)
  }

  /// A file that is named gets a line of its own, whatever is found.
  @Test(arguments: [
    ("a.json", #"{"$schema": "x"}"#, "good: a.json is a JSON Schema."),
    ("a.tx", "<template><object/></template>", "good: a.tx is a template."),
    ("a.tmx", "<map/>", "bad: a.tmx is a map."),
    ("a.tsx", "<tileset/>", "bad: a.tsx is a tileset."),
    ("a.txt", "Hello", "bad: a.txt is nothing of the game's."),
  ])
  func eachNamedFileHasALine(_ name: String, _ text: String, _ line: String) throws {
    let folder = try TemporaryFolder([name: Array(text.utf8)])
    let report = ContentCheck.run(root: folder.path, paths: [folder.path + "/" + name])
    #expect(report.lines.contains(line), "\(report.lines)")
    #expect(report.lines.last == report.lines.last { $0.contains("1 file checked") })
    #expect(try report.json().contains("\"verdicts\""))
  }

  @Test func packedFilesAreFound() throws {
    let folder = try TemporaryFolder(["a.tmx.gz": Array("<map/>".utf8), "b.txt.gz": [1]])
    let report = ContentCheck.run(root: "/nowhere", paths: [folder.path])
    #expect(report.files == ["a.tmx.gz"])
  }

  @Test func missingThings() throws {
    let empty = try TemporaryFolder()
    #expect(ContentCheck.run(root: empty.path).errors == 1)
    #expect(ContentCheck.run(root: empty.path + "/no").errors == 1)
    #expect(ContentCheck.run(root: empty.path, paths: ["/dev/null"]).errors == 1)
    let error = #expect(throws: ContentError.self) { try ContentLoader.load(root: empty.path) }
    guard case .refused(let report)? = error else {
      Issue.record("not refused: \(String(describing: error))")
      return
    }
    #expect(report.files == [empty.path])
    #expect(report.findings.map(\.sentence) == ["There is no world.json in this folder."])
  }

  @Test func devicesAndFoldersAreNotRead() {
    #expect(throws: FileError.notRegular) { try FileBytes.read("/dev/zero", max: 10) }
    #expect(throws: FileError.notRegular) { try FileBytes.read("/tmp", max: 10) }
    #expect(throws: FileError.missing) { try FileBytes.read("/no/such", max: 10) }
  }
}
