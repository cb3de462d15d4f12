/// What content may measure at most. Content comes from editors, uploads and disks, so each number
/// is checked before memory is taken. The policy is the same for all: the file is refused with a
/// finding that names the limit, and the report counts it.
enum Limits {
  /// Bytes of one JSON or map file.
  static let fileBytesMax = 32 << 20
  /// Bytes of one tileset image.
  static let imageBytesMax = 4 << 20
  /// Arrays and objects inside each other; Tiled's own files need about 40 with deep groups.
  static let jsonNestingMax = 128
  /// Values of one JSON document: bounds the heap that a small file of many values can take.
  static let jsonValuesMax = 8_000_000
  /// Elements of one XML document; each takes some hundred bytes.
  static let xmlElementsMax = 1_000_000
  /// Elements inside each other in XML; Tiled's own files need about 25 with deep groups.
  static let xmlNestingMax = 64
  /// Attributes of one XML element; Tiled's own have about 20.
  static let xmlAttributesMax = 64
  /// Characters of a name that a sentence of a report shows; the rest is cut.
  static let quotedCharactersMax = 60

  /// Findings kept for one file; later ones are counted and summed up in one last finding.
  static let fileFindingsMax = 200
  /// Files that one check visits in a folder.
  static let checkedFilesMax = 10_000
  /// Folders inside each other that one check visits.
  static let folderNestingMax = 16

  /// Maps in one world: a `MapID` has 16 bits, a cluster far fewer.
  static let worldMapsMax = 4_096
  /// Tiles along one side of a map.
  static let mapSideTilesMax = 8_192
  /// Tiles of one layer.
  static let layerTilesMax = 1 << 22
  /// Tiles of all layers of one map: what a small file of packed layers may unpack to.
  static let mapTilesMax = 1 << 24
  /// Chunks of one layer of an infinite map.
  static let layerChunksMax = 65_536
  /// Where a chunk of an infinite map may begin, in tiles; the area that is used is bounded like
  /// any map.
  static let chunkPlaceTiles = -16_777_216...16_777_216
  /// World units along one side of a map: coordinates in 1/256 unit and a margin fit 32 bits.
  static let mapSideUnitsMax = 1 << 22
  /// World units along the edge of a tile.
  static let tileUnits = 4...512
  /// Regions along one side of a map: a region's column and row have 8 bits each.
  static let mapSideRegionsMax = 256
  /// World units along the edge of a region. Smaller ones would hand characters over all the time.
  static let regionEdgeUnits = 256...65_536
  /// World units that a player sees.
  static let viewRadiusUnits = 32...32_768

  /// Layers of one map, groups and their members counted alike.
  static let mapLayersMax = 256
  /// Groups inside each other.
  static let groupNestingMax = 16
  /// Objects of one map.
  static let mapObjectsMax = 65_536
  /// Portals, and safe or dangerous regions, of one map: each step of everybody who moves is
  /// compared with them.
  static let mapPortalsMax = 256
  static let mapZonesMax = 256
  /// Custom properties of one map, layer, tile or object.
  static let propertiesMax = 256
  /// Custom properties of all objects of one map: a template gives its own to each instance.
  static let mapPropertiesMax = 1 << 20
  /// Types that one project of Tiled declares, and classes inside each other there.
  static let projectClassesMax = 1_024
  static let projectNestingMax = 8
  /// Points of one polygon or line.
  static let objectPointsMax = 4_096
  /// Points of all objects of one map: a template gives its own to each instance.
  static let mapPointsMax = 1 << 20
  /// Frames of one animated tile.
  static let animationFramesMax = 1_024
  /// Patterns of one of Tiled's worlds, and letters of one pattern.
  static let worldPatternsMax = 64
  static let patternCharactersMax = 256
  /// Tilesets of one map.
  static let mapTilesetsMax = 64
  /// Tiles of one tileset.
  static let tilesetTilesMax = 65_536
  /// Pixels along one side of a tileset's image.
  static let imageSidePixelsMax = 8_192
  /// Different drawn tiles (with their turns) of one map: the bundle numbers them with 16 bits.
  static let paletteMax = 65_535
  /// Bytes of a name in UTF-8: of a map, spawn point, object or layer.
  static let nameBytesMax = 128

  /// Skills, and kinds of creatures, of one world: their numbers have 16 bits.
  static let skillsMax = 4_096
  static let creaturesMax = 4_096
  /// Kinds of items, loot tables and shops of one world: their numbers have 16 bits.
  static let itemsMax = 16_384
  static let lootTablesMax = 4_096
  static let shopsMax = 4_096
  /// Goods of one shop: a list that a player can read.
  static let shopGoodsMax = 128
  /// Dialogues of one world, and lines of one: a talk that a player listens to.
  static let dialoguesMax = 4_096
  static let dialogueLinesMax = 32
  /// Items in one stack, and in one drop.
  static let stackMax = 1_000_000
  /// Stacks that a character carries: all of them go to its client at once.
  static let bagSlots = 1...500
  /// Effects of one skill.
  static let skillEffectsMax = 16
  /// Skills of one kind of creature, and of players: the rules remember so many cooldowns.
  static let creatureSkillsMax = 16
  static let playerSkillsMax = 64
  /// Levels of players and creatures.
  static let levelsMax = 1_000
  /// Bytes of an id, and of what players read about a thing.
  static let idBytesMax = 64
  static let descriptionBytesMax = 1_024
  /// A cooldown or the like: none to an hour, and one that cannot be none.
  static let durationMilliseconds = 0...3_600_000
  static let waitMilliseconds = 50...3_600_000
  /// Ranges and radii in world units: as far as a player may see. Their squares fit 64 bits.
  static let lengthUnits = 0.0...32_768.0
  /// World units a second: less than the largest tile in a tick. Each map has its own limit.
  static let speedUnits = 1.0...10_000.0
  static let projectileSpeedUnits = 1.0...100_000.0
  /// How fast projectiles fly that do not say it.
  static let projectileSpeedUsualUnits = 400.0
  /// Health and mana: with what levels add it fits 32 bits.
  static let healthMax = 1_000_000_000
  /// Damage, attack, defence, costs, experience, and what a level adds of anything.
  static let amountMax = 1_000_000
  /// Experience that a level needs: a sum of it fits 64 bits.
  static let experienceMax = 1_000_000_000_000
  /// How large a creature is drawn; 1 is as large as a player.
  static let appearanceSizes = 0.25...4.0
  /// How far around their spawn point creatures appear or roam, in world units.
  static let spawnRadiusUnits = 0.0...32_768.0
  /// Points of the way that the creatures of one spawn point patrol.
  static let patrolPointsMax = 64
}
