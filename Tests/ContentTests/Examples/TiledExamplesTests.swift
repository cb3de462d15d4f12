import Foundation
import Glibc
import Model
import Testing

@testable import Content

/// The example maps that Debian's package `tiled` installs: third-party, so not in the tree. Each
/// is read whole and can be drawn, or is refused by a sentence that names the feature.
///
/// `PANGEA_TILED_EXAMPLES` names another folder that holds them.
struct TiledExamplesTests {
  static let root =
    ProcessInfo.processInfo.environment["PANGEA_TILED_EXAMPLES"]
    ?? "/usr/share/doc/tiled/examples"
  static let isInstalled = access(root + "/desert.tmx", R_OK) == 0
  static let hint: Comment = "the package 'tiled' with its example maps is not installed"

  /// All maps of version 1.8.2, and what the refused ones are refused for.
  static let maps: [(name: String, refusal: String?)] = [
    ("desert.tmx", nil),
    (
      "hexagonal-mini.tmx", "The orientation 'hexagonal' is not supported: the game is orthogonal."
    ),
    (
      "isometric_grass_and_water.tmx",
      "The orientation 'isometric' is not supported: the game is orthogonal."
    ),
    (
      "isometric_staggered_grass_and_water.tmx.gz",
      "The orientation 'staggered' is not supported: the game is orthogonal."
    ),
    ("orthogonal-outside.tmx.gz", nil),
    (
      "perspective_walls.tmx",
      "Tile 6, 11 is of the tileset 'perspective_walls', whose tiles have 64 x 64 pixels and not "
        + "the map's 31 x 31."
    ),
    ("rpg/island.tmx", nil), ("sewer_automap/rule_001.tmx", nil),
    ("sewer_automap/rule_002.tmx", nil), ("sewer_automap/rule_003.tmx", nil),
    ("sewer_automap/rule_004.tmx", nil), ("sewer_automap/rule_005.tmx", nil),
    ("sewer_automap/rule_006.tmx", nil), ("sewer_automap/rule_007.tmx", nil),
    ("sewer_automap/rule_008.tmx", nil), ("sewer_automap/rule_009.tmx", nil),
    ("sewer_automap/sewers.tmx", nil), ("sewers.tmx", nil),
    ("sticker-knight/map/sandbox.tmx.gz", nil), ("sticker-knight/map/sandbox2.tmx.gz", nil),
    ("sticker-knight/ui/title.json.gz", nil),
    (
      "test_hexagonal_tile_60x60x30.tmx",
      "The orientation 'hexagonal' is not supported: the game is orthogonal."
    ),
  ]

  @Test(.enabled(if: isInstalled, hint), arguments: maps)
  func loadsOrSaysWhyNot(_ name: String, _ refusal: String?) throws {
    let file = try #require(FilePath(name))
    let source = Self.source()
    let (map, art) = Self.read(file, in: source)
    let errors = source.report.findings.filter { $0.severity == .error }
    print("\(name): \(refusal == nil ? "loads" : "refused")", errors.map(\.sentence))
    if let refusal {
      #expect(errors.map(\.sentence) == [refusal], "\(source.report.lines)")
      #expect(art == nil || map == nil || !source.report.isGood)
    } else {
      #expect(source.report.isGood, "\(source.report.lines)")
      #expect(map?.isPartial == false)
      #expect(map?.layers.isEmpty == false)
      #expect(art != nil)
    }
    #expect(errors.allSatisfy { !$0.remedy.isEmpty })
  }

  /// No map of the folder is left out above, whatever the package's version.
  @Test(.enabled(if: isInstalled, hint))
  func knowsThemAll() {
    let found = FolderListing.files(in: Self.root).map(\.description).filter { name in
      [".tmx", ".tmx.gz", ".json.gz", ".tmj"].contains { name.hasSuffix($0) }
    }
    #expect(found == Self.maps.map(\.name).sorted())
  }

  @Test(.enabled(if: isInstalled, hint))
  func templatesAndTilesetsAreGood() {
    let source = Self.source()
    let files = FolderListing.files(in: Self.root).filter {
      ["tx", "tsx"].contains($0.format)
    }
    #expect(files.count >= 6)
    for file in files {
      FileCheck(source: source).check(file)
      #expect(source.log(of: file).errors == 0, "\(source.log(of: file).findings.map(\.line))")
    }
  }

  /// The examples; a file that is only there packed is found by its plain name too.
  private static func source() -> ContentSource {
    ContentSource(root: root) { (file, max) throws(FileError) in
      let path = root + "/" + file.description
      do throws(FileError) {
        return try FileBytes.read(path, max: max, inside: root)
      } catch FileError.missing {
        return try FileBytes.read(path + ".gz", max: max, inside: root)
      }
    }
  }

  /// Reads a map and makes what clients draw, without the rules of the game that no foreign map
  /// keeps: it asks for spawn points, region sizes and known classes.
  private static func read(_ file: FilePath, in source: ContentSource) -> (TiledMap?, MapArt?) {
    var reader = TiledMapReader(source: source, file: file)
    guard let map = source.document(file).flatMap({ reader.read($0) }) else { return (nil, nil) }
    let builder = GameMapBuilder(map: map, id: MapID(1), name: file.stem, log: source.log(of: file))
    let layers = builder.flatLayers(map.layers)
    builder.checkDrawing(layers)
    let tiles = TileTable(tilesets: map.tilesets)
    _ = builder.collisionGrid(layers, tiles)
    return (map, builder.art(layers, tiles))
  }
}
