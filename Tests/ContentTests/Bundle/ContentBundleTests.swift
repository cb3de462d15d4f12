import FoundationEssentials
import Model
import Testing
import World

@testable import Content

struct ContentBundleTests {
  /// Stands for SHA-256, which the executable brings: 32 bytes that depend on all bytes.
  static func digest(_ bytes: [UInt8]) -> [UInt8] {
    (0..<4).flatMap { round in
      let value = Fingerprint(of: bytes, named: "\(round)").rawValue
      return (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
  }

  private func files(in folder: TemporaryFolder) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try folder.names(in: "out") { files[name] = try folder.read("out/" + name) }
    return files
  }

  @Test func isTheSameEachTime() throws {
    let folder = try TemporaryFolder()
    let content = try ShippedWorld.load()
    try ContentBundle.build(content, to: folder.path + "/out", digest: Self.digest)
    let first = try files(in: folder)
    try ContentBundle.build(
      try ShippedWorld.load(), to: folder.path + "/out", digest: Self.digest)
    #expect(try files(in: folder) == first)
    #expect(try folder.names(in: "") == ["out"], "nothing else is left behind")
    #expect(first == (try ContentBundle(content, digest: Self.digest).files))
  }

  @Test func namesFilesByTheirHash() throws {
    let bundle = try ContentBundle(try ShippedWorld.load(), digest: Self.digest)
    let listed =
      bundle.manifest.maps.map(\.content) + bundle.manifest.images + [bundle.manifest.definitions]
    #expect(listed.count == 3)
    #expect(Set(listed.map(\.file) + ["manifest.json"]) == Set(bundle.files.keys))
    for file in listed {
      let bytes = try #require(bundle.files[file.file])
      let hash = Self.digest(bytes).map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
      #expect(file.sha256 == hash)
      #expect(file.bytes == bytes.count)
      #expect(file.file.contains("-" + hash.prefix(16) + "."))
    }
    let decoded = try JSONDecoder().decode(
      BundleManifest.self, from: Data(try #require(bundle.files["manifest.json"])))
    #expect(decoded == bundle.manifest)
    #expect(decoded.schema == "pangea.bundle/1")
    #expect(decoded.version == "1.1.0")
    #expect(decoded.start == BundleManifest.Start(map: 1, spawn: "town-square"))
  }

  @Test func holdsWhatClientsNeed() throws {
    let content = try ShippedWorld.load()
    let map = try #require(content.maps[MapID(1)])
    let bundle = try ContentBundle(content, digest: Self.digest)
    let file = try #require(bundle.manifest.maps.first?.content.file)
    let sent = try JSONDecoder().decode(
      BundleMap.self, from: Data(try #require(bundle.files[file])))
    #expect(sent.schema == "pangea.map/1")
    #expect(sent.columns == 128 && sent.rows == 128 && sent.tileSize == 32)
    #expect(sent.regions == BundleMap.Regions(columns: 4, rows: 4, edge: 1024, viewRadius: 480))
    for row in 0..<128 {
      for column in 0..<128 {
        let tile = row * 128 + column
        let bit = sent.collision.bytes[tile / 8] >> (tile % 8) & 1
        let same = (bit == 1) == map.collision.isBlocked(column: column, row: row)
        if !same { Issue.record("collision differs at \(column), \(row)") }
      }
    }
    #expect(sent.spawns.map(\.name) == map.spawns.map(\.name))
    #expect(sent.layers.map(\.name) == ["ground", "decoration", "canopy"])
    #expect(sent.layers.map(\.above) == [false, false, true])
    for (layer, drawn) in zip(sent.layers, map.art.layers) {
      let cells = (0..<128 * 128).map {
        UInt16(layer.cells.bytes[$0 * 2]) | UInt16(layer.cells.bytes[$0 * 2 + 1]) << 8
      }
      #expect(cells == drawn.cells)
      #expect(cells.allSatisfy { Int($0) < sent.palette.count })
    }
    #expect(sent.palette.first == [])
    #expect(sent.palette.dropFirst().allSatisfy { $0.count == 3 && $0[0] < sent.tilesets.count })
    #expect(bundle.files[try #require(sent.tilesets.first?.image)] != nil)
  }

  @Test func replacesAnOlderBundleAndNothingElse() throws {
    let folder = try TemporaryFolder(["out/notes.txt": [1]])
    var world = SmallWorld()
    let small = try TemporaryFolder(world.allFiles)
    let content = try ContentLoader.load(root: small.path)
    let first = try ContentBundle.build(content, to: folder.path + "/out", digest: Self.digest)
    world.map.ground[0] = 2
    try small.write(Array(world.map.json.utf8), to: SmallWorld.mapFile)
    let changed = try ContentLoader.load(root: small.path)
    let second = try ContentBundle.build(changed, to: folder.path + "/out", digest: Self.digest)
    #expect(first.maps != second.maps)
    #expect(first.images == second.images)
    let names = try folder.names(in: "out")
    let listed =
      second.maps.map(\.content.file) + second.images.map(\.file) + [second.definitions.file]
    #expect(first.definitions == second.definitions)
    #expect(names == (listed + ["manifest.json", "notes.txt"]).sorted())
  }

  @Test func anUnwritableFolderIsReported() throws {
    let folder = try TemporaryFolder(["file": [1]])
    let content = try ShippedWorld.load()
    let error = #expect(throws: ContentError.self) {
      try ContentBundle.build(content, to: folder.path + "/file/out", digest: Self.digest)
    }
    guard case .unwritable(let path, _)? = error else {
      Issue.record("not refused: \(String(describing: error))")
      return
    }
    #expect(path.hasSuffix("/file/out"))
  }
}
