@testable import Content

/// Files of Tiled that between them have all that the readers know, as a start for mutations.
enum TiledSamples {
  /// The name that a sample is read by, and its text.
  static let texts: [(kind: String, name: String, text: String)] = [
    ("map", "maps/m.json", jsonMap), ("map", "maps/m.tmx", xmlMap),
    ("tileset", "maps/s.tsx", xmlTileset), ("tileset", "maps/s.tsj", jsonTileset),
    ("template", "maps/t.tx", xmlTemplate), ("template", "maps/t.tj", jsonTemplate),
    ("world", "maps/w.world", world), ("manifest", "world.json", manifest),
  ]

  /// What the samples refer to.
  static let files: [String: [UInt8]] = {
    var files = Dictionary(uniqueKeysWithValues: texts.map { ($0.name, Array($0.text.utf8)) })
    files["tiles.png"] = picture
    files["maps/m-1-2.tmx"] = files["maps/m.tmx"]
    return files
  }()

  /// The samples as a folder of content, one of them changed.
  static func source(_ name: String, _ bytes: [UInt8]) -> ContentSource {
    ContentSource(
      root: "samples",
      read: { (file, max) throws(FileError) in
        guard let found = file.description == name ? bytes : files[file.description] else {
          throw .missing
        }
        guard found.count <= max else { throw .tooLarge(limit: max) }
        return found
      }, list: { folder in folder == ["maps"] ? ["m-1-2.tmx", "m.json", "s.tsx"] : [] })
  }

  /// The head of a picture of 128 x 64.
  private static let picture: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    + [0, 0, 0, 128, 0, 0, 0, 64, 8, 6, 0, 0, 0, 1, 2, 3, 4]

  private static let jsonMap = #"""
    {"type": "map", "orientation": "orthogonal", "infinite": true, "width": 5, "height": 5,
    "tilewidth": 32, "tileheight": 32, "properties": [
    {"name": "regionEdge", "type": "int", "value": 512},
    {"name": "viewRadius", "type": "int", "value": 128},
    {"name": "c", "type": "class", "value": {"a": [1], "b": {"c": 2.5}}}],
    "tilesets": [{"firstgid": 1, "source": "s.tsj"}, {"firstgid": 20, "name": "c", "tilewidth": 9,
    "tileheight": 9, "objectalignment": "center", "tileoffset": {"x": 1, "y": 2}, "tiles": [
    {"id": 3, "image": "../tiles.png", "animation": [{"tileid": 3, "duration": 5}],
    "objectgroup": {"objects": [{}]}}]}],
    "layers": [{"type": "group", "name": "g", "offsetx": 3, "parallaxx": 0.5, "layers": [
    {"type": "tilelayer", "name": "a", "encoding": "base64", "compression": "zstd", "opacity": 0.5,
    "chunks": [{"x": -16, "y": 0, "width": 16, "height": 16,
    "data": "KLUv/WQAA30AAEABAAAAAgAAgAEA9VWXCJ326Pw="}]}]},
    {"type": "tilelayer", "name": "collision", "chunks": [
    {"x": -16, "y": 0, "width": 2, "height": 2, "data": [0, 1, 2, 1073741825]}]},
    {"type": "imagelayer", "name": "s", "image": "../tiles.png", "tintcolor": "white"},
    {"type": "objectgroup", "name": "o", "objects": [
    {"id": 1, "name": "h", "type": "PlayerSpawn", "x": -64.5, "y": 90, "point": true},
    {"id": 2, "template": "t.tj", "x": -100, "y": 200},
    {"id": 3, "gid": 23, "x": -300, "y": 50, "rotation": 90},
    {"id": 4, "name": "p", "x": -90, "y": 5, "polygon": [
    {"x": 0, "y": 0}, {"x": 1, "y": 0}, {"x": 0, "y": 2}]},
    {"id": 5, "ellipse": true, "width": 5, "height": 4, "rotation": 45, "x": -50, "y": 6},
    {"id": 6, "text": {"text": "a"}, "x": -40, "y": 1},
    {"id": 7, "type": "Portal", "x": -20, "y": 10, "width": 9, "height": 9, "properties": [
    {"name": "targetMap", "value": "m"}, {"name": "targetX", "value": -491.5},
    {"name": "targetY", "value": 99}]}]}]}
    """#
  private static let xmlMap = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE map SYSTEM "http://mapeditor.org/dtd/1.0/map.dtd">
    <map orientation="orthogonal" width="16" height="16" tilewidth="32" tileheight="32"
     infinite="0"><properties><property name="regionEdge" type="int" value="256"/>
    <property name="viewRadius" type="int" value="128"/><property name="k" type="class">
    <properties><property name="a" type="bool" value="true"/></properties></property></properties>
    <tileset firstgid="1" source="s.tsx"/><tileset firstgid="9" name="e" tilewidth="32"
     tileheight="32"><image source="../tiles.png" trans="ff00ff" width="128" height="64"/></tileset>
    <group name="g" offsetx="4" opacity="0.5"><layer id="1" name="ground" width="16" height="16">
    <data encoding="base64" compression="zlib">eJxjZGBgYBzFo3gUjzjMxMDQAAAGogGC</data></layer>
    </group><imagelayer id="9" name="sky"><image source="../tiles.png" width="2" height="2"/>
    </imagelayer><objectgroup id="3" name="places" tintcolor="white">
    <object id="1" name="here" type="PlayerSpawn" x="100" y="100"><point/></object>
    <object id="2" template="t.tx" x="50" y="60"/>
    <object id="3" type="NPC" x="200" y="20" rotation="30"><properties>
    <property name="npcId">a&amp;b&#10;</property></properties>
    <polyline points="0,0 5,6.5 -7,1e2"/></object>
    <object id="4" x="1" y="2" width="5" height="9"><ellipse/></object>
    <object id="5" gid="2147483650" x="1" y="32"/>
    <object id="6" x="0" y="0"><text wrap="1"><![CDATA[hi]]></text></object></objectgroup></map>
    """#
  private static let xmlTileset = #"""
    <tileset name="s" tilewidth="32" tileheight="32" tilecount="8" columns="4" margin="0">
    <tileoffset x="0" y="0"/><image source="../tiles.png" width="128" height="64"/>
    <tile id="3" type="Wall"><properties><property name="collision" type="bool" value="true"/>
    </properties><objectgroup><object id="1" x="0" y="0"/></objectgroup>
    <animation><frame tileid="3" duration="100"/></animation></tile>
    <wangsets><wangset name="w" type="corner" tile="-1"/></wangsets></tileset>
    """#
  private static let jsonTileset = #"""
    {"type": "tileset", "name": "s", "tilewidth": 32, "tileheight": 32, "image": "../tiles.png",
    "imagewidth": 128, "imageheight": 64, "columns": 4, "tilecount": 8, "margin": 0, "spacing": 0,
    "transparentcolor": "white", "tiles": [{"id": 3, "class": "Wall", "properties": [
    {"name": "collision", "type": "bool", "value": true}]}]}
    """#
  private static let xmlTemplate = #"""
    <template><tileset firstgid="1" source="s.tsx"/>
    <object name="smith" type="NPC" gid="3" width="16" height="32"><properties>
    <property name="npcId" value="smith"/></properties></object></template>
    """#
  private static let jsonTemplate = #"""
    {"type": "template", "tileset": {"firstgid": 1, "source": "s.tsj"}, "object": {"id": 7,
    "name": "smith", "type": "NPC", "gid": 2147483651, "rotation": 12.5, "properties": [
    {"name": "npcId", "value": "smith"}]}}
    """#
  private static let world = #"""
    {"type": "world", "onlyShowAdjacentMaps": false, "maps": [
    {"fileName": "m.tmx", "x": -512, "y": 0, "width": 512, "height": 512}], "patterns": [
    {"regexp": "^([a-z]+)-\\d+-?(\\w*)\\.tm?x$", "multiplierX": 512},
    {"regexp": "m-(\\d+)-(\\d*)\\.tmx", "multiplierX": 512, "multiplierY": 512, "offsetX": -4}]}
    """#
  private static let manifest = #"""
    {"version": "1.2.3", "start": "h", "maps": [{"id": 1, "name": "m", "file": "maps/m.json"}]}
    """#
}
