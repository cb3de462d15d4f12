import Model
import World

/// Reads `loot-tables.json`.
struct LootTableReader {
  /// What was read of one entry: of a table that is not usable its id alone.
  struct Entry {
    var id: String
    var table: Definitions.LootTable?
  }

  static let known = ["lootTableId", "description", "items"]
  static let knownItem = ["itemId", "chance", "minCount", "maxCount"]

  let log: FindingLog
  let items: ItemReferences

  func read(_ document: JSONValue) -> [Entry] {
    let list = DefinitionList(
      noun: "loot table", key: "lootTables", idKey: "lootTableId", max: Limits.lootTablesMax,
      log: log)
    return list.entries(of: document).enumerated().map { index, entry in
      let number = LootTableNumber(UInt16(index + 1))
      return Entry(id: entry.id, table: table(entry.id, number, entry.fields))
    }
  }

  private func table(
    _ id: String, _ number: LootTableNumber, _ fields: JSONFields
  ) -> Definitions.LootTable? {
    fields.warnOfUnknown(known: Self.known)
    _ = fields.text("description", max: Limits.descriptionBytesMax, default: "")
    guard let values = fields.array("items", max: World.Limits.lootDropsMax) else { return nil }
    if values.isEmpty {
      log.warning(fields.place, "It is empty, so nothing drops.", "Add items to it.")
    }
    let before = log.errors
    let entries = values.enumerated().compactMap { index, value -> LootTable.Entry? in
      JSONFields(value, place: "\(fields.place), item \(index + 1)", log: log)
        .flatMap { entry($0) }
    }
    guard log.errors == before else { return nil }
    return Definitions.LootTable(
      number: number, id: id, definition: World.LootTable(entries: entries))
  }

  private func entry(_ fields: JSONFields) -> LootTable.Entry? {
    fields.warnOfUnknown(known: Self.knownItem)
    let item = items.read(fields)
    let chance = chance(fields)
    let least = fields.integer("minCount", in: 1...Limits.stackMax, default: 1)
    let most = fields.integer("maxCount", in: 1...Limits.stackMax, default: max(1, least ?? 1))
    guard let least, let most else { return nil }
    guard least <= most else {
      log.error(
        fields.place, "'minCount' is \(least), more than 'maxCount', \(most).",
        "Exchange the two.")
      return nil
    }
    guard let item, let chance else { return nil }
    if let definition = item.item?.definition, most > definition.stackMax {
      log.error(
        fields.place,
        "'maxCount' is \(most), but \(quoted(definition.kind.rawValue)) lies in stacks of "
          + "\(definition.stackMax) at most.",
        "Lower 'maxCount', raise the item's 'maxStack', or add the item twice.")
      return nil
    }
    return LootTable.Entry(
      item: item.number, chancePerMillion: chance, countMin: UInt32(least), countMax: UInt32(most))
  }

  /// Parts per million.
  private func chance(_ fields: JSONFields) -> UInt32? {
    guard let chance = fields.number("chance", in: 0...1) else { return nil }
    let million = UInt32((chance * Double(LootTable.certain)).rounded())
    if million == 0 {
      log.warning(
        fields.place, "Its chance is less than one in two million, so it never drops.",
        "Raise 'chance', or remove the item.")
    }
    return million
  }
}
