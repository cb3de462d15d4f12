import Model
import Testing

@testable import Content

/// Objects made of templates.
struct TiledTemplateTests {
  private static let json = #"""
    {"type": "template", "object": {"id": 77, "name": "smith", "type": "NPC", "width": 16,
    "height": 32, "x": 999, "y": 999, "properties": [
      {"name": "npcId", "value": "smith"}, {"name": "shop", "value": "smithy"}]}}
    """#
  private static let xml = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <template>
     <object id="77" name="smith" type="NPC" width="16" height="32">
      <properties><property name="npcId" value="smith"/><property name="shop" value="smithy"/>
      </properties></object>
    </template>
    """#

  private static func world(_ template: String, _ instance: String) -> SmallWorld {
    var world = SmallWorld()
    world.files["art/npc.tx"] = Array(template.utf8)
    world.map.objects += #", {"id": 9, "template": "../art/npc.tx", \#(instance)}"#
    return world
  }

  @Test(arguments: [json, xml])
  func anInstanceHasWhatItsTemplateHas(_ template: String) throws {
    let map = try Self.world(template, #""x": 64, "y": 96"#).goodMap()
    let object = try #require(map.objects.first)
    #expect(object.id == 9)
    #expect(object.name == "smith")
    #expect(object.kind == .npc(NPC(npcID: "smith", dialogue: nil, shop: "smithy")))
    #expect(
      object.area
        == Rectangle(minX: 64 * 256, minY: 96 * 256, maxX: 80 * 256, maxY: 128 * 256))
  }

  @Test func anInstanceHasItsOwnOverThat() throws {
    let own = #"""
      "x": 64, "y": 96, "name": "Ann", "width": 8, "properties": [
      {"name": "shop", "value": "inn"}, {"name": "dialogue", "value": "hello"}]
      """#
    let map = try Self.world(Self.json, own).goodMap()
    let object = try #require(map.objects.first)
    #expect(object.name == "Ann")
    #expect(object.kind == .npc(NPC(npcID: "smith", dialogue: "hello", shop: "inn")))
    #expect(object.area.maxX == 72 * 256)
    #expect(object.area.maxY == 128 * 256)
  }

  @Test func instancesReadInXMLToo() throws {
    let map = #"""
      <map width="16" height="16" tilewidth="32" tileheight="32"><properties>
      <property name="regionEdge" type="int" value="256"/>
      <property name="viewRadius" type="int" value="128"/></properties><objectgroup name="o">
      <object id="1" name="here" type="PlayerSpawn" x="5" y="5"><point/></object>
      <object id="9" template="../art/npc.tx" x="64" y="96"/></objectgroup></map>
      """#
    var world = Self.world(Self.xml, "")
    world.files[SmallWorld.mapFile] = Array(map.utf8)
    #expect(try world.goodMap().objects.map(\.name) == ["smith"])
  }

  @Test func aShapeOfItsOwnReplacesTheTemplates() throws {
    let template = #"{"type": "template", "object": {"type": "NPC", "ellipse": true}}"#
    let own = #""x": 1, "y": 1, "point": true, "properties": [{"name": "npcId", "value": "a"}]"#
    let objects = try Self.world(template, own).decodedObjects()
    #expect(objects.last?.shape == .point)
  }

  /// The template's tile is numbered by the template's tileset, whatever the map's numbers are.
  @Test func theTileIsOfTheTemplatesTileset() throws {
    let set = SmallWorld().map.tileset.replacing(
      "\"firstgid\": 1, \"name\": \"tiles\"", with: "\"type\": \"tileset\", \"name\": \"own\"")
    let template = #"""
      {"type": "template", "tileset": {"firstgid": 5, "source": "own.json"},
      "object": {"gid": 1073741832}}
      """#
    var world = Self.world(template, #""x": 64, "y": 96"#)
    world.files["art/own.json"] = Array(set.utf8)
    let shown = try world.decodedObjects().last
    #expect(shown?.shape == .tile(TiledTile(tileset: "own", number: 3, turn: 2)))
    #expect(shown?.y == 64)
    #expect(shown?.properties == ["collision": .boolean(true)])
    // Its own number is one of the map's.
    let own = Self.world(template, #""x": 64, "y": 96, "gid": 1"#)
    var both = own
    both.files["art/own.json"] = Array(set.utf8)
    let tile = try both.decodedObjects().last?.shape
    #expect(tile == .tile(TiledTile(tileset: "tiles", number: 0, turn: 0)))
  }

  @Test(arguments: [
    ("{", "line 1, column 2", "This is not JSON: "),
    (#"{"type": "map"}"#, "template", "This is a Tiled 'map', not a template."),
    (#"{"type": "template"}"#, "template", "'object' is missing."),
    (#"{"object": 5}"#, "template", "'object' must be an object, but it is a number."),
    (#"{"object": {"template": "a.tx"}}"#, "template", "A template cannot be made of another one."),
    (
      #"{"object": {"gid": 3}}"#, "object 0 in the template",
      "It shows the tile 3, which no tileset has."
    ),
    (
      #"{"tileset": {"firstgid": 1, "source": "none.tsx"}, "object": {}}"#, "'tileset' of template",
      "The tileset 'none.tsx' is not usable."
    ),
    (
      #"{"object": {"width": -4}}"#, "object 0 in the template",
      "Its place or size is out of all bounds."
    ),
  ])
  func mistakesAreOfTheTemplate(_ text: String, _ place: String, _ sentence: String) {
    let (content, report) = Self.world(text, #""x": 1, "y": 1"#).read()
    #expect(content == nil)
    let finding = report.findings.first { $0.file == "art/npc.tx" }
    #expect(finding?.place == place)
    #expect(finding?.sentence.hasPrefix(sentence) == true, "\(report.lines)")
    #expect(
      report.findings.contains {
        $0.file == SmallWorld.mapFile
          && $0.sentence == "The template '../art/npc.tx' is not usable."
      })
  }

  @Test func propertiesOfAllInstancesAreBounded() {
    let many = (0..<256).map { #"{"name": "p\#($0)", "value": 1}"# }.joined(separator: ",")
    var world = Self.world(
      #"{"object": {"type": "NPC", "properties": [\#(many)]}}"#, #""x": 1, "y": 1"#)
    world.map.objects = (0..<4_200).map {
      #"{"id": \#($0), "template": "../art/npc.tx", "x": 1, "y": 1,"#
        + #""properties": [{"name": "own", "value": 1}]}"#
    }.joined(separator: ",")
    let sentences = world.read().report.findings.map(\.sentence)
    #expect(
      sentences.contains("The map's objects have over \(Limits.mapPropertiesMax) properties."))
  }

  @Test func pointsOfAllInstancesAreBounded() {
    let points = (0..<Limits.objectPointsMax).map { #"{"x": \#($0 % 9), "y": 1}"# }
      .joined(separator: ",")
    var world = Self.world(#"{"object": {"polygon": [\#(points)]}}"#, #""x": 1, "y": 1"#)
    world.map.objects = (0..<2_000).map {
      #"{"id": \#($0 + 1), "template": "../art/npc.tx", "x": 1, "y": 1}"#
    }.joined(separator: ",")
    let findings = world.read().report.findings.filter { $0.severity == .error }
    #expect(
      findings.map(\.sentence).contains(
        "The map's objects have over \(Limits.mapPointsMax) points."))
    #expect(findings.count { $0.sentence.contains("points") } == 1)
  }
}
