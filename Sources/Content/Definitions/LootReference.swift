/// A name of a loot table that is not there.
struct LootReference {
  let id: String
  /// The ids of all loot tables.
  let known: [String]

  func report(_ place: String, _ log: FindingLog) {
    guard !known.isEmpty else {
      log.warning(
        place, "The world has no loot tables, so \(quoted(id)) leaves nothing.",
        "Name a file of loot tables as 'lootTables' in \(WorldManifest.file), or remove "
          + "'lootTable'.")
      return
    }
    log.error(
      place, "There is no loot table \(quoted(id)).",
      nearest(to: id, among: known).map { "Did you mean \(quoted($0))?" }
        ?? "Add the loot table, or correct 'lootTable'.")
  }
}
