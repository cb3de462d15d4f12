import Testing

@testable import Content

struct TiledXMLTests {
  private static let tileset = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <tileset name="tiles" tilewidth="32" tileheight="32" tilecount="8" columns="4">
     <image source="../tiles.png" width="128" height="64"/>
     <tile id="3"><properties><property name="collision" type="bool" value="true"/></properties>
     </tile><wangsets><wangset name="w" type="corner" tile="-1"/></wangsets>
    </tileset>
    """#

  /// The small world's map, its cells written as `cells` says.
  private static func map(_ cells: (_ gids: [UInt32]) -> String) -> String {
    let ground = [UInt32](repeating: 1, count: 255) + [0x8000_0002]
    let free = [UInt32](repeating: 0, count: 256)
    return #"""
      <?xml version="1.0" encoding="UTF-8"?>
      <map orientation="orthogonal" width="16" height="16" tilewidth="32" tileheight="32"
       infinite="0"><properties><property name="regionEdge" type="int" value="256"/>
       <property name="viewRadius" type="int" value="128"/></properties>
       <tileset firstgid="1" source="tiles.tsx"/>
       <layer id="1" name="ground" width="16" height="16">\#(cells(ground))</layer>
       <layer id="2" name="collision" width="16" height="16">\#(csv(free))</layer>
       <objectgroup id="3" name="places">
        <object id="1" name="here" type="PlayerSpawn" x="100" y="100"><point/></object>
       </objectgroup></map>
      """#
  }

  private static func csv(_ gids: [UInt32]) -> String {
    "<data encoding=\"csv\">\n\(gids.map(String.init).joined(separator: ",\n"))\n</data>"
  }

  private static func elements(_ gids: [UInt32]) -> String {
    "<data>\(gids.map { "<tile gid=\"\($0)\"/>" }.joined())</data>"
  }

  private static func world(_ text: String) -> SmallWorld {
    var world = SmallWorld()
    world.files[SmallWorld.mapFile] = Array(text.utf8)
    world.files["maps/tiles.tsx"] = Array(tileset.utf8)
    return world
  }

  @Test func aMapInXMLReadsLikeTheSameInJSON() throws {
    var json = SmallWorld()
    json.map.ground[255] = 0x8000_0002
    let wanted = try json.goodMap()
    #expect(try Self.world(Self.map(Self.csv)).goodMap() == wanted)
    #expect(try Self.world(Self.map(Self.elements)).goodMap() == wanted)
  }

  @Test(arguments: InflationTests.methods)
  func compressedXMLReadsLikePlain(_ method: String) throws {
    let wanted = try Self.world(Self.map(Self.csv)).goodMap()
    let text = try #require(InflationTests.packed[method])
    let packed = Self.map { _ in
      "<data encoding=\"base64\" compression=\"\(method)\">\n  \(text)\n</data>"
    }
    #expect(try Self.world(packed).goodMap() == wanted)
  }

  @Test func survivesRandomDamage() {
    let good = Array(Self.map(Self.csv).utf8)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(.random(in: 0..<bytes.count)) }
      var world = Self.world("")
      world.files[SmallWorld.mapFile] = bytes
      let (content, report) = world.read()
      #expect((content != nil) == report.isGood)
    }
  }
}
