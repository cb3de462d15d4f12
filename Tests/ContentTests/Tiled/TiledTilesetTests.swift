import Testing

@testable import Content

/// Tilesets of all kinds, in both formats.
struct TiledTilesetTests {
  /// The tileset in the file `t`, whose bytes are `text`.
  private func read(_ text: String) -> (tileset: TiledTileset?, findings: [Finding]) {
    let source = ContentSource(root: "t") { (file, _) throws(FileError) in
      switch file.description {
      case "a/set": return Array(text.utf8)
      case "a/tiles.png": return SmallWorld.png(width: 128, height: 64)
      case "a/one.jpg": return [1]
      default: throw .missing
      }
    }
    guard let file = FilePath("a/set") else { return (nil, []) }
    return (TiledTilesetReader.read(file, in: source), source.report.findings)
  }

  private static func image(columns: Int, margin: Int = 0, spacing: Int = 0) -> TiledTileset.Source?
  {
    FilePath("a/tiles.png").map {
      .image(
        TiledImage(
          file: $0, width: 128, height: 64, columns: columns, margin: margin, spacing: spacing))
    }
  }

  /// Files of before 1.0 say neither how many tiles there are nor how large the image is.
  @Test(arguments: [
    (
      #"<tileset name="s" tilewidth="32" tileheight="16"><image source="tiles.png"/></tileset>"#,
      4, 16, 0, 0
    ),
    (
      #"""
      <tileset name="s" tilewidth="30" tileheight="30" margin="1" spacing="2">
      <image source="tiles.png" width="128" height="64"/></tileset>
      """#, 4, 8, 1, 2
    ),
    (#"{"name": "s", "tilewidth": 60, "tileheight": 60, "image": "tiles.png"}"#, 2, 2, 0, 0),
    (
      #"""
      {"name": "s", "tilewidth": 32, "tileheight": 32, "image": "tiles.png", "tilecount": 3,
      "columns": 2}
      """#, 2, 3, 0, 0
    ),
  ])
  func theImageSaysWhatTheFileDoesNot(
    _ text: String, _ columns: Int, _ count: Int, _ margin: Int, _ spacing: Int
  ) throws {
    let (read, findings) = read(text)
    let tileset = try #require(read, "\(findings.map(\.line))")
    #expect(findings == [])
    #expect(tileset.tileCount == count)
    #expect(tileset.source == Self.image(columns: columns, margin: margin, spacing: spacing))
  }

  @Test(arguments: [
    #"""
    <tileset name="s" tilewidth="9" tileheight="9" tilecount="2" columns="0">
    <tile id="1" type="Tree"><image source="tiles.png" width="128" height="64"/></tile>
    <tile id="4"><image source="one.jpg" width="1" height="1"/>
    <properties><property name="tall" type="bool" value="true"/></properties></tile></tileset>
    """#,
    #"""
    {"type": "tileset", "name": "s", "tilewidth": 9, "tileheight": 9, "columns": 0, "tiles": [
    {"id": 1, "type": "Tree", "image": "tiles.png"}, {"id": 4, "image": "one.jpg",
    "properties": [{"name": "tall", "type": "bool", "value": true}]}]}
    """#,
    #"""
    {"type": "tileset", "name": "s", "tilewidth": 9, "tileheight": 9, "tiles": {
    "1": {"class": "Tree", "image": "tiles.png"}, "4": {"image": "one.jpg",
    "properties": [{"name": "tall", "type": "bool", "value": true}]}}}
    """#,
  ])
  func collectionsHaveGaps(_ text: String) throws {
    let (read, findings) = read(text)
    let tileset = try #require(read, "\(findings.map(\.line))")
    #expect(tileset.tileCount == 5)
    #expect((0..<6).filter(tileset.has) == [1, 4])
    #expect(
      tileset.tiles == [
        1: TiledTileDetails(className: "Tree"),
        4: TiledTileDetails(properties: ["tall": .boolean(true)]),
      ])
  }

  @Test(arguments: [
    (
      #""image": "tiles.png", "transparentcolor": "ff00ff""#,
      "The game draws its transparent colour like any other."
    ),
    (
      #""image": "tiles.png", "tiles": [{"id": 0, "animation": [{"tileid": 1, "duration": 5}]}]"#,
      "The game draws its 1 animated tiles still."
    ),
    (
      #""image": "tiles.png", "tiles": [{"id": 0, "objectgroup": {"objects": [{}]}}]"#,
      "1 of its tiles have collision shapes, which the game does not use."
    ),
  ])
  func warns(_ more: String, _ sentence: String) {
    let (tileset, findings) = read(
      #"{"name": "s", "tilewidth": 32, "tileheight": 32, \#(more)}"#)
    #expect(tileset != nil)
    #expect(findings.map(\.sentence) == [sentence])
    #expect(findings.map(\.severity) == [.warning])
  }

  @Test(arguments: [
    ("", "It has neither an image nor tiles with images."), (#", "tiles": []"#, "It has no tiles."),
    (#", "image": """#, "Its image has no file."),
    (#", "image": "one.jpg""#, "The image 'one.jpg' is not a PNG."),
    (#", "image": "/tiles.png""#, "The image '/tiles.png' lies outside the content folder."),
    (#", "tiles": [{"id": 0, "image": "no.png"}]"#, "The image 'no.png' does not exist."),
    (#", "tiles": [{"id": 70000, "image": "tiles.png"}]"#, "'id' is 70000, outside 0 … 65535."),
    (#", "tiles": {"x": {"image": "tiles.png"}}"#, "The tileset has no tile of this number."),
    (
      #", "image": "tiles.png", "columns": 5"#,
      "Its 10 tiles do not fit into its image of 128 x 64."
    ),
    (
      #", "image": "tiles.png", "tilecount": 9"#,
      "Its 9 tiles do not fit into its image of 128 x 64."
    ),
    (
      #", "image": "tiles.png", "margin": 100"#,
      "Its image of 128 x 64 has no room for one tile."
    ),
    (#", "image": "tiles.png", "spacing": -1"#, "'spacing' is -1, outside 0 … 8192."),
    (#", "image": "tiles.png", "tileoffset": {"x": 1}"#, "'y' is missing."),
  ])
  func refuses(_ more: String, _ sentence: String) {
    let (tileset, findings) = read(#"{"name": "s", "tilewidth": 32, "tileheight": 32\#(more)}"#)
    #expect(tileset == nil)
    #expect(findings.map(\.sentence) == [sentence])
  }

  @Test func alignmentsAreThoseOfTiled() {
    #expect(TiledAlignment("unspecified") == TiledAlignment("bottomleft"))
    #expect(TiledAlignment("topleft").map { [$0.x, $0.y] } == [0, 0])
    #expect(TiledAlignment("right").map { [$0.x, $0.y] } == [1, 0.5])
    #expect(TiledAlignment("bottom").map { [$0.x, $0.y] } == [0.5, 1])
    for name in ["", "lefttop", "Top", "middle"] { #expect(TiledAlignment(name) == nil) }
  }
}
