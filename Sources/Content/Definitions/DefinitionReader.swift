import World

/// Reads the files of definitions that `world.json` names, and what refers from one to another.
struct DefinitionReader {
  let source: ContentSource

  /// Nil, with findings in the logs of the files, when anything is wrong.
  func read(_ manifest: WorldManifest) -> Definitions? {
    var rules = CombatRules()
    var isWhole = true
    let skills = document(manifest.skills, &isWhole).map { file, document in
      SkillReader(log: source.log(of: file)).read(document)
    }
    // Nobody's references are wrong because a file cannot be read.
    guard isWhole else { return nil }
    let names = skills?.map(\.id) ?? []
    let creatures = document(manifest.monsters, &isWhole).map { file, document in
      CreatureReader(log: source.log(of: file), skills: names).read(document)
    }
    if let ticks = creatures?.regenerationTicks { rules.regenerationTicks = ticks }
    if let (file, document) = document(manifest.players, &isWhole) {
      PlayerReader(log: source.log(of: file), skills: names).read(document, into: &rules)
    }
    let files = [manifest.skills, manifest.monsters, manifest.players].compactMap { $0 }
    guard isWhole, files.allSatisfy({ source.log(of: $0).errors == 0 }) else { return nil }
    return Definitions(
      skills: skills?.compactMap(\.skill) ?? [],
      creatures: creatures?.entries.compactMap(\.creature) ?? [], rules: rules)
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
      let manifest = WorldManifest(document, log: aside),
      [manifest.skills, manifest.monsters, manifest.players].contains(file)
    else { return false }
    _ = read(manifest)
    return true
  }

  private func document(
    _ file: FilePath?, _ isWhole: inout Bool
  ) -> (FilePath, JSONValue)? {
    guard let file else { return nil }
    guard let document = source.document(file) else {
      isWhole = false
      return nil
    }
    return (file, document)
  }
}
