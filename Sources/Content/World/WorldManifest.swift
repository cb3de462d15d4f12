import Model

/// `world.json`: which maps make the world, where new characters enter it, and which files define
/// what lives in it.
struct WorldManifest: Hashable {
  struct Entry: Hashable {
    var id: MapID
    /// Unique in the world; the file's name without suffix when not given.
    var name: String
    var file: FilePath
  }

  var version: ContentVersion
  /// The name of a spawn point on one of the maps.
  var start: String
  var maps: [Entry]
  /// Files of definitions; a world may be without each of them.
  var monsters: FilePath?
  var skills: FilePath?
  var players: FilePath?
  var items: FilePath?
  var lootTables: FilePath?
  var shops: FilePath?
  var dialogues: FilePath?

  /// The files of definitions that it names.
  var definitions: [FilePath] {
    [skills, items, lootTables, shops, dialogues, monsters, players].compactMap { $0 }
  }

  static let known = [
    "$schema", "version", "start", "maps", "monsters", "skills", "players", "items", "lootTables",
    "shops", "dialogues",
  ]

  /// The file's name in a content folder.
  static let file = FilePath("world.json")!

  /// Nil, with findings, when the manifest is not usable.
  init?(_ document: JSONValue, log: FindingLog) {
    guard let fields = JSONFields(document, place: "", log: log) else { return nil }
    let before = log.errors
    fields.warnOfUnknown(known: Self.known)
    let version = Self.version(fields)
    let start = fields.string("start")
    var maps: [Entry] = []
    for (index, value) in (fields.array("maps", max: Limits.worldMapsMax) ?? []).enumerated() {
      if let fields = JSONFields(value, place: "map \(index + 1)", log: log),
        let entry = Self.entry(fields)
      {
        Self.reportTwice(entry, among: maps, log)
        maps.append(entry)
      }
    }
    let files = [
      "monsters", "skills", "players", "items", "lootTables", "shops", "dialogues",
    ].map { Self.file($0, fields) }
    if maps.isEmpty, log.errors == before {
      log.error("", "'maps' is empty.", "Add a map: {\"id\": 1, \"file\": \"maps/town.json\"}.")
    }
    guard log.errors == before, let version, let start else { return nil }
    self.version = version
    self.start = start
    self.maps = maps
    monsters = files[0]
    skills = files[1]
    players = files[2]
    items = files[3]
    lootTables = files[4]
    shops = files[5]
    dialogues = files[6]
  }

  /// A file of definitions, when the manifest names one.
  private static func file(_ key: String, _ fields: JSONFields) -> FilePath? {
    guard fields.has(key), let text = fields.string(key) else { return nil }
    guard let file = FilePath(text) else {
      outside(text, fields)
      return nil
    }
    return file
  }

  private static func outside(_ file: String, _ fields: JSONFields) {
    fields.log.error(
      fields.place, "The file \(quoted(file)) lies outside the content folder.",
      "Name a file below the folder of world.json.")
  }

  private static func version(_ fields: JSONFields) -> ContentVersion? {
    guard let text = fields.string("version") else { return nil }
    guard let version = ContentVersion(text) else {
      fields.log.error(
        fields.place, "'version' is \(quoted(text)), which is not a semantic version.",
        "Write three numbers, such as \"1.0.0\".")
      return nil
    }
    return version
  }

  private static func entry(_ fields: JSONFields) -> Entry? {
    fields.warnOfUnknown(known: ["id", "name", "file"])
    let id = fields.integer("id", in: 0...Int(UInt16.max))
    guard let text = fields.string("file"), let id else { return nil }
    guard let file = FilePath(text) else {
      outside(text, fields)
      return nil
    }
    guard let name = fields.string("name", default: file.stem), !name.isEmpty,
      name.utf8.count <= Limits.nameBytesMax
    else {
      fields.log.error(
        fields.place, "Its name must have 1 … \(Limits.nameBytesMax) bytes.",
        "Give the map another name.")
      return nil
    }
    return Entry(id: MapID(UInt16(id)), name: name, file: file)
  }

  private static func reportTwice(_ entry: Entry, among maps: [Entry], _ log: FindingLog) {
    let place = "map \(quoted(entry.name))"
    if maps.contains(where: { $0.id == entry.id }) {
      log.error(
        place, "The id \(entry.id.rawValue) belongs to two maps.", "Give each map its own id.")
    }
    if maps.contains(where: { $0.name == entry.name }) {
      log.error(place, "Two maps have this name.", "Give each map its own name.")
    }
  }
}
