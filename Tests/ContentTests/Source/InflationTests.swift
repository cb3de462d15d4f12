import FoundationEssentials
import Testing

@testable import Content

/// The same 1024 bytes, 256 tiles, packed with each method by other programs.
struct InflationTests {
  static let packed = [
    "zlib": "eNpjZGBgYBzFo3gUjzjMxMDQAAAGogGC",
    "gzip": "H4sIAAAAAAACA2NkYGBgHMWjeBSPOMzEwNAAAKKUeowABAAA",
    "zstd": "KLUv/WQAA30AAEABAAAAAgAAgAEA9VWXCJ326Pw=",
  ]
  static let methods = packed.keys.sorted()
  static let tiles = [UInt32](repeating: 1, count: 255) + [0x8000_0002]
  static let plain = tiles.flatMap { tile in
    (0..<4).map { UInt8(truncatingIfNeeded: tile >> ($0 * 8)) }
  }

  static func bytes(_ method: String) throws -> [UInt8] {
    let text = try #require(packed[method])
    return [UInt8](try #require(Data(base64Encoded: text)))
  }

  @Test(arguments: methods)
  func unpacksWhatOthersPacked(_ method: String) throws {
    #expect(try Inflation.unpack(Self.bytes(method), method: method, max: 1024) == Self.plain)
  }

  @Test(arguments: methods)
  func refusesOneByteTooMany(_ method: String) throws {
    let bytes = try Self.bytes(method)
    #expect(throws: Inflation.Failure.tooLarge(limit: 1023)) {
      try Inflation.unpack(bytes, method: method, max: 1023)
    }
  }

  @Test(arguments: methods)
  func refusesEveryTruncation(_ method: String) throws {
    let bytes = try Self.bytes(method)
    for count in 0..<bytes.count {
      #expect(throws: Inflation.Failure.damaged) {
        try Inflation.unpack(Array(bytes.prefix(count)), method: method, max: 1024)
      }
    }
  }

  @Test(arguments: methods)
  func survivesRandomDamage(_ method: String) throws {
    let good = try Self.bytes(method)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      let output = try? Inflation.unpack(bytes, method: method, max: 1024)
      #expect((output?.count ?? 0) <= 1024)
    }
  }

  /// A frame of no content whose header asks for a window of 128 MiB.
  @Test func refusesLargeWindows() {
    let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, (27 - 10) << 3, 0x01, 0x00, 0x00]
    #expect(throws: Inflation.Failure.damaged) {
      try Inflation.unpack(frame, method: "zstd", max: 1_024)
    }
    var small = frame
    small[5] = (20 - 10) << 3
    #expect(throws: Never.self) { try Inflation.unpack(small, method: "zstd", max: 1_024) }
  }

  @Test func refusesAMethodThatItDoesNotKnow() {
    #expect(throws: Inflation.Failure.unknownMethod) {
      try Inflation.unpack([], method: "lzma", max: 1)
    }
  }

  @Test(arguments: methods)
  func compressedLayersReadLikePlainOnes(_ method: String) throws {
    var world = SmallWorld()
    world.map.ground = Self.tiles
    let plain = try world.goodMap()
    let text = try #require(Self.packed[method])
    world.map.groundMore =
      #""encoding": "base64", "compression": "\#(method)", "data": "\#(text)""#
    #expect(try world.goodMap() == plain)
  }

  @Test func gzippedFilesReadLikePlainOnes() throws {
    var world = SmallWorld()
    // {"version": "1.2.3", "start": "here", "maps": [{"id": 7, "file": "maps/small.json"}]}
    world.files["world.json"] = Self.gzippedManifest
    #expect(try world.goodMap().name == "small")
    world.files["world.json"]?.removeLast(9)
    let report = world.read().report
    #expect(report.findings.contains { $0.sentence == "It is a damaged gzip file." })
  }

  private static let gzippedManifest = [UInt8](
    Data(
      base64Encoded: "H4sIAAAAAAACA6tWKkstKs7Mz1OyUlAy1DPSM1bSUVAqLkksKgGJZKQWpYIEch"
        + "MLioH86GqlzBQgbQ4USsvMSQUpAUnpF+cm5uToZRUDzamNrQUAlgneWFUAAAA=") ?? Data())
}
