import FoundationEssentials
import Model
import Testing

@testable import Content

/// Broken files never end a process: they give a report.
struct GarbageTests {
  /// Changes some bytes: flips, cuts, doubles, or puts numbers and brackets where none belong.
  static func mutate(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    let pieces = [
      "-1", "99999999999999999999", "1e308", "0", "[", "]", "{", "}", "\"", ",", "null", "true",
      "\\u", "4294967295", "\u{0}", "[[[[[[[[", "0.5", "9223372036854775807", "268435455",
    ].map { Array($0.utf8) }
    for _ in 0...random.below(4) {
      guard !bytes.isEmpty else { break }
      let at = Int(random.below(UInt32(bytes.count)))
      switch random.below(6) {
      case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int(random.below(40))))
      case 2: bytes.insert(contentsOf: pieces[Int(random.below(UInt32(pieces.count)))], at: at)
      case 3:
        // A whole number in place of the one that starts near here.
        guard let start = bytes[at...].firstIndex(where: { (0x30...0x39).contains($0) }) else {
          break
        }
        let end = bytes[start...].firstIndex { !(0x30...0x39).contains($0) } ?? bytes.count
        bytes.replaceSubrange(
          start..<end, with: pieces[Int(random.below(UInt32(pieces.count)))])
      case 4: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 60)], at: at)
      default: bytes.removeSubrange(at...)
      }
    }
    return bytes
  }

  /// Whatever the report says, it is consistent with what was loaded.
  private func check(_ world: SmallWorld) -> Bool {
    let (content, report) = world.read()
    #expect((content != nil) == report.isGood, "\(report.lines)")
    #expect(report.findings.allSatisfy { !$0.sentence.isEmpty && !$0.remedy.isEmpty })
    #expect(report.lines.allSatisfy { !$0.contains("\n") })
    return report.isGood
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func mutatedSmallMaps(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var world = SmallWorld()
    world.map.objects += #"""
      , {"id": 2, "name": "p", "type": "Portal", "x": 9, "y": 9, "width": 5, "height": 5,
      "properties": [{"name": "targetMap", "value": "small"},
      {"name": "targetX", "type": "int", "value": 99}, {"name": "targetY", "value": 99.5}]}
      """#
    world.map.layers = #"{"type": "group", "name": "g", "layers": []},"#
    let map = Array(world.map.json.utf8)
    var good = 0
    for _ in 0..<400 {
      world.files[SmallWorld.mapFile] = Self.mutate(map, &random)
      if check(world) { good += 1 }
    }
    #expect(good < 400, "mutations break maps")
    #expect(good > 0, "and some leave them whole")
  }

  @Test(arguments: [UInt64(1), 2])
  func mutatedManifests(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var world = SmallWorld()
    let manifest = try #require(world.files["world.json"])
    for _ in 0..<200 {
      world.files["world.json"] = Self.mutate(manifest, &random)
      _ = check(world)
    }
  }

  @Test func mutatedShippedWorld() throws {
    let root = ShippedWorld.root
    let names = [
      "maps/frontier.json", "tilesets/frontier.json", "tilesets/frontier.png", "world.json",
    ]
    var files: [String: [UInt8]] = [:]
    for name in names { files[name] = try FileBytes.read(root + "/" + name, max: 1 << 24) }
    var random = SeededGenerator(seed: 11)
    for turn in 0..<24 {
      var changed = files
      let name = names[turn % names.count]
      changed[name] = Self.mutate(files[name] ?? [], &random)
      let all = changed
      let source = ContentSource(root: "shipped") { (file, _) throws(FileError) in
        guard let bytes = all[file.description] else { throw .missing }
        return bytes
      }
      let content = WorldReader(source: source).read()
      #expect((content != nil) == source.report.isGood)
    }
  }

  @Test func randomBytes() {
    var random = SeededGenerator(seed: 5)
    var world = SmallWorld()
    for length in 0..<300 {
      world.files[SmallWorld.mapFile] = (0..<length).map { _ in
        UInt8(truncatingIfNeeded: random.next())
      }
      #expect(!check(world))
    }
  }

  @Test func deepDocuments() {
    var world = SmallWorld()
    let count = 50_000
    for (open, close) in [("[", "]"), (#"{"layers":["#, "]}"), (#"{"value":"#, "}")] {
      let text =
        String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
      world.files[SmallWorld.mapFile] = Array(text.utf8)
      #expect(!check(world))
    }
    let groups =
      String(repeating: #"{"type": "group", "name": "g", "layers": ["#, count: 40)
      + String(repeating: "]}", count: 40)
    world.files[SmallWorld.mapFile] = nil
    world.map.layers = groups + ","
    let report = world.read().report
    #expect(
      report.findings.contains { $0.sentence == "Groups are nested deeper than 16." },
      "\(report.lines)")
  }

  @Test func aFileOfManyMistakesIsReportedInFull() {
    var world = SmallWorld()
    let types = ["Protal", "Chest", "PlayerSpawn", "MonsterSpwan"]
    world.map.objects = (0..<20_000).map { index in
      #"{"id": \#(index), "name": "n\#(index)", "type": "\#(types[index % 4])", "x": 9, "y": 9}"#
    }.joined(separator: ",")
    let report = world.read().report
    #expect(report.findings.count == Limits.fileFindingsMax + 1)
    #expect(report.findings.last?.severity == .error)
  }

  @Test func largeFilesAreRefusedUnread() {
    var world = SmallWorld()
    world.files[SmallWorld.mapFile] = [UInt8](repeating: 0x20, count: Limits.fileBytesMax + 1)
    let (_, report) = world.read()
    #expect(
      report.findings.map(\.sentence) == [
        "'maps/small.json' is larger than \(Limits.fileBytesMax) bytes."
      ])
  }
}
