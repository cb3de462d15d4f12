import FoundationEssentials
import Testing

/// Cases that fuzzing found worth keeping are read as they were: `tools/fuzz.sh` says more.
@Suite struct FuzzCorpusTests {
  static let probes: [String: @Sendable ([UInt8]) -> String] = [
    "cargo": CargoProbe.verdict, "client": ClientFrameProbe.verdict,
    "server": ServerFrameProbe.verdict,
    "cluster": ClusterFrameProbe.verdict, "snapshot": SnapshotProbe.verdict,
  ]

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/fuzz")

  @Test(arguments: probes.keys.sorted()) func casesAreReadAsBefore(_ target: String) throws {
    let probe = try #require(Self.probes[target])
    let folder = Self.folder.appending(path: target)
    let verdicts = try String(contentsOf: folder.appending(path: "verdicts.txt"), encoding: .utf8)
    var names: Set<String> = ["verdicts.txt"]
    for line in verdicts.split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
      try #require(parts.count == 2)
      let bytes = try Data(contentsOf: folder.appending(path: parts[0]))
      #expect(probe([UInt8](bytes)) == parts[1], "\(parts[0])")
      names.insert(parts[0])
    }
    #expect(names.count > 1, "there are cases")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(files) == names, "each case has its verdict")
  }
}
