import Glibc
import Testing

@testable import Content

/// The example maps that Debian's package `tiled` installs: third-party, so not in the tree.
struct TiledExamplesTests {
  static let root = "/usr/share/doc/tiled/examples"
  static let isInstalled = access(root + "/desert.tmx", R_OK) == 0

  @Test(
    .enabled(if: isInstalled, "the package 'tiled' with its example maps is not installed"),
    arguments: [
      ("desert.tmx", nil), ("rpg/island.tmx", nil),
      ("sewers.tmx", "'columns' is missing."),
      ("perspective_walls.tmx", "The tileset 'perspective_walls.tsx' is not usable."),
      ("isometric_grass_and_water.tmx", "The orientation 'isometric' is not supported yet."),
      (
        "isometric_staggered_grass_and_water.tmx.gz",
        "The orientation 'staggered' is not supported yet."
      ),
      ("hexagonal-mini.tmx", "The orientation 'hexagonal' is not supported yet."),
      ("test_hexagonal_tile_60x60x30.tmx", "The orientation 'hexagonal' is not supported yet."),
      ("orthogonal-outside.tmx.gz", "Ellipses are not supported yet."),
      ("sewer_automap/sewers.tmx", "This XML cannot be read: it has a DTD, which is not allowed."),
    ])
  func loadsOrSaysWhyNot(_ name: String, _ refusal: String?) throws {
    let source = ContentSource(root: Self.root)
    let file = try #require(FilePath(name))
    var reader = TiledMapReader(source: source, file: file)
    let map = source.document(file).flatMap { reader.read($0) }
    let sentences = source.report.findings.filter { $0.severity == .error }.map(\.sentence)
    if let refusal {
      #expect(sentences.contains(refusal), "\(source.report.lines)")
    } else {
      #expect(sentences == [])
      #expect(map?.isPartial == false)
      #expect(map?.layers.isEmpty == false)
    }
  }
}
