import Model
import World

/// Reads `items.json`.
struct ItemReader {
  /// What was read of one entry: of an item that is not usable its id alone, so that others may name
  /// it without another finding.
  struct Entry {
    var id: String
    var item: Definitions.Item?
  }

  static let known = [
    "itemId", "name", "description", "type", "rarity", "level", "stats", "stackable", "maxStack",
    "sellPrice", "tradable", "icon", "appearance",
  ]
  /// `heal` and `mana` of what is used up act; the others are for players to read.
  static let knownStats = [
    "attack", "defense", "health", "mana", "heal", "speed", "durability",
  ]
  /// How many fit in a stack of what stacks, when the file does not say.
  static let usualStack = 99

  let log: FindingLog

  func read(_ document: JSONValue) -> [Entry] {
    let list = DefinitionList(
      noun: "item", key: "items", idKey: "itemId", max: Limits.itemsMax, log: log)
    return list.entries(of: document).enumerated().map { index, entry in
      let number = ItemNumber(UInt16(index + 1))
      return Entry(id: entry.id, item: item(entry.id, number, entry.fields))
    }
  }

  private func item(
    _ id: String, _ number: ItemNumber, _ fields: JSONFields
  ) -> Definitions.Item? {
    fields.warnOfUnknown(known: Self.known)
    let before = log.errors
    checkID(id, fields)
    let name = fields.text("name", max: Limits.nameBytesMax)
    let description = fields.text("description", max: Limits.descriptionBytesMax, default: "")
    let types = Definitions.ItemType.allCases.map(\.rawValue)
    let type = fields.word("type", among: types).flatMap { Definitions.ItemType(rawValue: $0) }
    let rarity = rarity(fields)
    let icon = fields.text("icon", max: Limits.nameBytesMax, default: "")
    let appearance = AppearanceReader(shapes: Definitions.Item.shapes).read(fields)
    let stats = stats(fields)
    let definition = definition(ItemKind(id), stats, type, fields)
    guard let name, let description, let type, let rarity, let icon, let stats, let definition,
      log.errors == before
    else { return nil }
    return Definitions.Item(
      number: number, name: name, description: description, type: type, rarity: rarity,
      stats: stats, icon: icon.isEmpty ? nil : icon, appearance: appearance,
      definition: definition)
  }

  /// Storage and messages know fewer letters than other ids have.
  private func checkID(_ id: String, _ fields: JSONFields) {
    let isGood = id.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
    guard !isGood else { return }
    log.error(
      fields.place, "\(quoted(id)) is no id of an item.",
      "Use small letters, digits and the sign _ only.")
  }

  private func rarity(_ fields: JSONFields) -> Definitions.ItemRarity? {
    guard fields.has("rarity") else { return .common }
    let known = Definitions.ItemRarity.allCases.map(\.rawValue)
    return fields.word("rarity", among: known).flatMap { Definitions.ItemRarity(rawValue: $0) }
  }

  private func stats(_ fields: JSONFields) -> [String: Int32]? {
    guard fields.has("stats"), let section = fields.optionalObject("stats") else {
      return fields.has("stats") && fields.members["stats"] != .null ? nil : [:]
    }
    section.warnOfUnknown(known: Self.knownStats)
    let before = log.errors
    var stats: [String: Int32] = [:]
    for key in Self.knownStats where section.has(key) {
      stats[key] = section.amount(key, in: 0...Limits.amountMax)
    }
    return log.errors == before ? stats : nil
  }

  private func definition(
    _ kind: ItemKind, _ stats: [String: Int32]?, _ type: Definitions.ItemType?,
    _ fields: JSONFields
  ) -> ItemDefinition? {
    let level = fields.integer("level", in: 1...Limits.levelsMax, default: 1)
    let stack = stack(fields)
    let price = fields.integer("sellPrice", in: 0...Limits.amountMax, default: 0)
    let isTradable = fields.boolean("tradable", default: true)
    guard let level, let stack, let price, let type, let stats else { return nil }
    let isUsedUp = type == .consumable
    let definition = ItemDefinition(
      kind: kind, stackMax: UInt32(stack), sellPrice: UInt32(price), isTradable: isTradable,
      heal: isUsedUp ? stats["heal"] ?? 0 : 0, mana: isUsedUp ? stats["mana"] ?? 0 : 0,
      level: UInt16(level))
    checkCurrency(definition, type, fields)
    if type != .currency { checkUse(definition, type, stats, fields) }
    return definition
  }

  private func stack(_ fields: JSONFields) -> Int? {
    let before = log.errors
    let isStackable = fields.boolean("stackable", default: false)
    let usual = isStackable ? Self.usualStack : 1
    guard let stack = fields.integer("maxStack", in: 1...Limits.stackMax, default: usual) else {
      return nil
    }
    guard log.errors == before else { return nil }
    guard isStackable || stack == 1 else {
      log.error(
        fields.place, "'maxStack' is \(stack), but the item does not stack.",
        "Set 'stackable' to true, or 'maxStack' to 1.")
      return nil
    }
    return stack
  }

  private func checkUse(
    _ item: ItemDefinition, _ type: Definitions.ItemType, _ stats: [String: Int32],
    _ fields: JSONFields
  ) {
    if type == .consumable, !item.isConsumable {
      log.error(
        fields.place, "Using it up does nothing.", "Give its 'stats' a 'heal' or a 'mana'.")
    } else if type != .consumable, stats["heal"] != nil {
      log.warning(
        fields.place, "'heal' means nothing for an item of type \(quoted(type.rawValue)).",
        "Remove it, or make it a 'consumable'.")
    }
  }

  /// The ledger knows one currency, by its name.
  private func checkCurrency(
    _ item: ItemDefinition, _ type: Definitions.ItemType, _ fields: JSONFields
  ) {
    let gold = Definitions.Item.gold
    if (type == .currency) != (item.kind == gold) {
      log.error(
        fields.place,
        type == .currency
          ? "The only currency is \(quoted(gold.rawValue))."
          : "\(quoted(gold.rawValue)) is money, not an item of type \(quoted(type.rawValue)).",
        type == .currency
          ? "Give it another type." : "Set its 'type' to \"currency\", or give it another id.")
    } else if type == .currency, item.sellPrice > 0 {
      log.error(fields.place, "Money cannot be sold.", "Remove 'sellPrice'.")
    }
  }
}
