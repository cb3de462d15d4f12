import Foundation
import Testing

@testable import Content

/// Broken files of every kind give a report and never end a process.
///
/// `PANGEA_MUTATIONS` says how many changed files each test reads; without it, few. A failure names
/// its seed, which alone makes the same file again.
struct MutationTests {
  static let count =
    ProcessInfo.processInfo.environment["PANGEA_MUTATIONS"].flatMap { Int($0) } ?? 40

  @Test(arguments: TiledSamples.texts.map(\.name))
  func samplesAreGood(_ name: String) throws {
    let report = try Self.check(name, try #require(TiledSamples.files[name]))
    #expect(report.isGood, "\(report.lines)")
  }

  @Test(arguments: TiledSamples.texts.map(\.name))
  func changedTextsAreReported(_ name: String) throws {
    let sample = try #require(TiledSamples.files[name])
    for seed in 0..<UInt64(Self.count) {
      var mutation = Mutation(seed: seed)
      let other = TiledSamples.texts[Int(seed) % TiledSamples.texts.count].name
      let bytes = mutation.changed(sample, other: try #require(TiledSamples.files[other]))
      Self.expectSense(try Self.check(name, bytes), seed)
    }
  }

  /// Changes under the compression: of the packed bytes of a layer, whole and in chunks.
  @Test(arguments: InflationTests.methods)
  func changedLayersAreReported(_ method: String) throws {
    let packed = try InflationTests.bytes(method)
    for seed in 0..<UInt64(Self.count) {
      var mutation = Mutation(seed: seed)
      let text = Data(mutation.changed(packed, other: packed)).base64EncodedString()
      let data = #""encoding": "base64", "compression": "\#(method)""#
      var world = SmallWorld()
      world.map.groundMore = #"\#(data), "data": "\#(text)""#
      Self.expectSense(world.read().report, seed)
      world.map.head = #""type": "map", "infinite": true"#
      world.map.layers =
        #"{"type": "tilelayer", "name": "c", \#(data), "chunks": [{"x": 0, "y": 0, "width": 16,"#
        + #""height": 16, "data": "\#(text)"}]},"#
      Self.expectSense(world.read().report, seed)
    }
  }

  @Test(arguments: InflationTests.methods)
  func changedStreamsStayWithinTheirBounds(_ method: String) throws {
    let packed = try InflationTests.bytes(method)
    for seed in 0..<UInt64(Self.count * 10) {
      var mutation = Mutation(seed: seed)
      let bytes = mutation.changed(packed, other: packed)
      let most = Int(seed % 3) * 1_024
      let unpacked = try? Inflation.unpack(bytes, method: method, max: most)
      #expect((unpacked?.count ?? 0) <= most, "seed \(seed)")
    }
  }

  @Test func changedPatternsEnd() {
    let pattern = Array(#"^([a-z\d]+)-(\w*)[^.]?\.tm?x$"#.utf8)
    for seed in 0..<UInt64(Self.count * 10) {
      var mutation = Mutation(seed: seed)
      let text = String(decoding: mutation.changed(pattern, other: pattern), as: UTF8.self)
      guard let pattern = try? FileNamePattern(text) else { continue }
      let captures = pattern.captures(in: String(repeating: "a-1", count: 60) + ".tmx")
      #expect(captures == nil || captures?.count == 2, "seed \(seed)")
    }
  }

  private static func check(_ name: String, _ bytes: [UInt8]) throws -> ContentReport {
    let source = TiledSamples.source(name, bytes)
    let file = try #require(FilePath(name))
    if file == WorldManifest.file {
      let content = WorldReader(source: source).read()
      #expect((content != nil) == source.report.isGood)
    } else {
      FileCheck(source: source).check(file)
    }
    return source.report
  }

  private static func expectSense(_ report: ContentReport, _ seed: UInt64) {
    let makeSense = report.findings.allSatisfy {
      !$0.sentence.isEmpty && !$0.remedy.isEmpty && !$0.line.contains("\n")
    }
    #expect(makeSense, "seed \(seed): \(report.lines)")
  }
}
