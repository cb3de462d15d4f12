import World

/// Reads the files of definitions that `world.json` names, and what refers from one to another.
struct DefinitionReader {
  let source: ContentSource

  /// What one after the other of the files is read into.
  private struct Draft {
    var skills: [SkillReader.Entry] = []
    var items: [ItemReader.Entry] = []
    var lootTables: [LootTableReader.Entry] = []
    var shops: [Definitions.Shop] = []
    var dialogues: [Definitions.Dialogue] = []
    var creatures: [CreatureReader.Entry] = []
    var bagCapacity: UInt16?
    var rules = CombatRules()
    /// Whether every file could be read.
    var isWhole = true
  }

  /// Nil, with findings in the logs of the files, when anything is wrong.
  func read(_ manifest: WorldManifest) -> Definitions? {
    var draft = Draft()
    if let (file, document) = document(manifest.skills, &draft) {
      draft.skills = SkillReader(log: source.log(of: file)).read(document)
    }
    if let (file, document) = document(manifest.items, &draft) {
      draft.items = ItemReader(log: source.log(of: file)).read(document)
    }
    // Nobody's references are wrong because a file cannot be read.
    guard draft.isWhole else { return nil }
    readWhatIsHadAndSaid(manifest, &draft)
    guard draft.isWhole else { return nil }
    readWhoLives(manifest, &draft)
    let isGood = manifest.definitions.allSatisfy { source.log(of: $0).errors == 0 }
    guard draft.isWhole, isGood else { return nil }
    return Definitions(
      skills: draft.skills.compactMap(\.skill), creatures: draft.creatures.compactMap(\.creature),
      items: draft.items.compactMap(\.item), lootTables: draft.lootTables.compactMap(\.table),
      shops: draft.shops, dialogues: draft.dialogues, bagCapacity: draft.bagCapacity,
      rules: draft.rules)
  }

  private func readWhatIsHadAndSaid(_ manifest: WorldManifest, _ draft: inout Draft) {
    let items = ItemReferences(draft.items)
    if let (file, document) = document(manifest.lootTables, &draft) {
      draft.lootTables = LootTableReader(log: source.log(of: file), items: items).read(document)
    }
    if let (file, document) = document(manifest.shops, &draft) {
      draft.shops = ShopReader(log: source.log(of: file), items: items).read(document)
    }
    if let (file, document) = document(manifest.dialogues, &draft) {
      draft.dialogues = DialogueReader(log: source.log(of: file)).read(document)
    }
  }

  private func readWhoLives(_ manifest: WorldManifest, _ draft: inout Draft) {
    let skills = draft.skills.map(\.id)
    if let (file, document) = document(manifest.monsters, &draft) {
      let reader = CreatureReader(
        log: source.log(of: file), skills: skills, lootTables: draft.lootTables.map(\.id))
      let read = reader.read(document)
      draft.creatures = read.entries
      if let ticks = read.regenerationTicks { draft.rules.regenerationTicks = ticks }
    }
    if let (file, document) = document(manifest.players, &draft) {
      let reader = PlayerReader(log: source.log(of: file), skills: skills)
      reader.read(document, into: &draft.rules)
      draft.bagCapacity = reader.bagCapacity(document)
    }
  }

  /// Checks a file that is looked at by itself: with all others of its world, when the world in its
  /// folder names it as a file of definitions. Whether it does.
  func check(_ file: FilePath) -> Bool {
    // What is wrong with the manifest is not this file's fault.
    let aside = FindingLog(file: WorldManifest.file.description)
    guard
      let bytes = source.bytes(
        of: WorldManifest.file, max: Limits.fileBytesMax, place: "", log: aside),
      let document = try? JSONParser.parse(bytes),
      let manifest = WorldManifest(document, log: aside), manifest.definitions.contains(file)
    else { return false }
    _ = read(manifest)
    return true
  }

  private func document(_ file: FilePath?, _ draft: inout Draft) -> (FilePath, JSONValue)? {
    guard let file else { return nil }
    guard let document = source.document(file) else {
      draft.isWhole = false
      return nil
    }
    return (file, document)
  }
}
