import Testing

@testable import Content

/// Each mistake in a file of items, loot tables or shops is one finding.
struct ItemRefusalTests {
  typealias Mistake = DefinitionRefusalTests.Mistake

  private func report(
    items: String? = Self.items, lootTables: String? = nil, shops: String? = nil,
    players: String? = nil
  ) -> ContentReport {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.define(players: players, items: items, lootTables: lootTables, shops: shops)
    return world.read().report
  }

  private func expect(_ report: ContentReport, _ mistake: Mistake, in file: String) {
    #expect(!report.isGood)
    #expect(report.findings.map(\.sentence) == [mistake.sentence])
    #expect(report.findings.map(\.place) == [mistake.place])
    #expect(report.findings.map(\.file) == [file])
    #expect(report.findings.allSatisfy { !$0.remedy.isEmpty })
    if let remedy = mistake.remedy { #expect(report.findings.map(\.remedy) == [remedy]) }
  }

  private static let potion = #"""
    {"itemId": "potion", "name": "Potion", "type": "consumable", "stats": {"heal": 5},
    "stackable": true, "maxStack": 10, "sellPrice": 3}
    """#
  private static let coin = #"""
    {"itemId": "gold_coin", "name": "Coin", "type": "currency", "stackable": true}
    """#
  private static let items = "[\(potion), \(coin)]"

  static let brew = "item 'potion'"
  static let itemMistakes = [
    Mistake(#""itemId": "potion","#, "", at: "item 1", says: "'itemId' is missing."),
    Mistake(
      #""itemId": "potion""#, #""itemId": "Potion""#, at: "item 'Potion'",
      says: "'Potion' is no id of an item.",
      remedy: "Use small letters, digits and the sign _ only."),
    Mistake(
      #""itemId": "potion""#, #""itemId": "po tion""#, at: "item 1", says: "'po tion' is no id."),
    Mistake(#""name": "Potion","#, "", at: brew, says: "'name' is missing."),
    Mistake(
      "consumable", "consumeable", at: brew,
      says: "'type' is 'consumeable', which the game does not know.",
      remedy: "Did you mean 'consumable'?"),
    Mistake(#""type": "consumable","#, "", at: brew, says: "'type' is missing."),
    Mistake(
      #""maxStack": 10"#, #""maxStack": 10, "rarity": "rar""#, at: brew,
      says: "'rarity' is 'rar', which the game does not know.", remedy: "Did you mean 'rare'?"),
    Mistake(
      #""maxStack": 10"#, #""maxStack": 0"#, at: brew,
      says: "'maxStack' is 0, outside 1 … 1000000."),
    Mistake(
      #""stackable": true"#, #""stackable": false"#, at: brew,
      says: "'maxStack' is 10, but the item does not stack.",
      remedy: "Set 'stackable' to true, or 'maxStack' to 1."),
    Mistake(
      #""stackable": true"#, #""stackable": 1"#, at: brew,
      says: "'stackable' must be true or false, but it is a number."),
    Mistake(
      #""sellPrice": 3"#, #""sellPrice": -1"#, at: brew,
      says: "'sellPrice' is -1, outside 0 … 1000000."),
    Mistake(
      #""sellPrice": 3"#, #""sellPrice": 3, "level": 0"#, at: brew,
      says: "'level' is 0, outside 1 … 1000."),
    Mistake(
      #"{"heal": 5}"#, #"{"heal": 0.5}"#, at: "'stats' of item 'potion'",
      says: "'heal' must be a whole number, but it is a number."),
    Mistake(
      #"{"heal": 5}"#, "5", at: brew, says: "'stats' must be an object, but it is a number."),
    Mistake(
      #"{"heal": 5}"#, #"{"attack": 5}"#, at: brew, says: "Using it up does nothing.",
      remedy: "Give its 'stats' a 'heal' or a 'mana'."),
    Mistake(
      "consumable", "currency", at: brew, says: "The only currency is 'gold_coin'.",
      remedy: "Give it another type."),
    Mistake(
      #""itemId": "potion""#, #""itemId": "gold_coin""#, at: "item 'gold_coin'",
      says: "'gold_coin' is money, not an item of type 'consumable'.",
      remedy: #"Set its 'type' to "currency", or give it another id."#),
    Mistake(
      #""sellPrice": 3"#, #""sellPrice": 3, "appearance": {"shape": "potion", "color": "red"}"#,
      at: "'appearance' of item 'potion'", says: "'color' is 'red', which is no colour."),
    Mistake(
      #""sellPrice": 3"#, #""sellPrice": 3, "appearance": "potion""#, at: brew,
      says: "'appearance' must be an object, but it is a string."),
  ]

  @Test(arguments: itemMistakes)
  func items(mistake: Mistake) {
    let text = Self.potion.replacing(mistake.old, with: mistake.new)
    #expect(text != Self.potion)
    expect(report(items: "[\(text)]"), mistake, in: "items.json")
  }

  private static let table = #"""
    {"lootTableId": "drops", "items": [
    {"itemId": "potion", "chance": 0.5, "minCount": 1, "maxCount": 4}]}
    """#
  static let first = "loot table 'drops', item 1"
  static let lootMistakes = [
    Mistake(#""lootTableId": "drops","#, "", at: "loot table 1", says: "'lootTableId' is missing."),
    Mistake(
      #""itemId": "potion""#, #""itemId": "poton""#, at: first, says: "There is no item 'poton'.",
      remedy: "Did you mean 'potion'?"),
    Mistake(
      #""itemId": "potion""#, #""itemId": "spear""#, at: first, says: "There is no item 'spear'.",
      remedy: "Add the item, or correct 'itemId'."),
    Mistake("0.5", "1.5", at: first, says: "'chance' is 1.5, outside 0.0 … 1.0."),
    Mistake("0.5", "\"often\"", at: first, says: "'chance' must be a number, but it is a string."),
    Mistake(#""chance": 0.5, "#, "", at: first, says: "'chance' is missing."),
    Mistake(
      #""minCount": 1"#, #""minCount": 0"#, at: first,
      says: "'minCount' is 0, outside 1 … 1000000."),
    Mistake(
      #""minCount": 1"#, #""minCount": 5"#, at: first,
      says: "'minCount' is 5, more than 'maxCount', 4.", remedy: "Exchange the two."),
    Mistake(
      #""maxCount": 4"#, #""maxCount": 11"#, at: first,
      says: "'maxCount' is 11, but 'potion' lies in stacks of 10 at most."),
    Mistake(
      #"{"itemId": "potion", "chance": 0.5, "minCount": 1, "maxCount": 4}"#, "7", at: first,
      says: "This must be an object, but it is a number."),
  ]

  @Test(arguments: lootMistakes)
  func lootTables(mistake: Mistake) {
    let text = Self.table.replacing(mistake.old, with: mistake.new)
    #expect(text != Self.table)
    expect(report(lootTables: "[\(text)]"), mistake, in: "lootTables.json")
  }

  private static let shop = #"""
    {"shopId": "stall", "name": "Stall", "goods": [
    {"itemId": "potion", "price": 7, "stock": 3}]}
    """#
  static let good = "shop 'stall', good 1"
  static let shopMistakes = [
    Mistake(#""shopId": "stall","#, "", at: "shop 1", says: "'shopId' is missing."),
    Mistake(#""name": "Stall","#, "", at: "shop 'stall'", says: "'name' is missing."),
    Mistake(
      #""itemId": "potion""#, #""itemId": "spear""#, at: good, says: "There is no item 'spear'."),
    Mistake(#""price": 7"#, #""price": 0"#, at: good, says: "'price' is 0, outside 1 … 1000000."),
    Mistake(
      #""price": 7"#, #""price": 2"#, at: good, says: "'price' is 2, but shops give 3 for it.",
      remedy: "Ask for at least as much as 'sellPrice' of 'potion'."),
    Mistake(#""stock": 3"#, #""stock": 0"#, at: good, says: "'stock' is 0, outside 1 … 1000000."),
    Mistake(
      #""itemId": "potion""#, #""itemId": "gold_coin""#, at: good, says: "Money is not for sale."),
    Mistake(
      #""stock": 3}"#, #""stock": 3}, {"itemId": "potion", "price": 8}"#,
      at: "shop 'stall', good 2", says: "The shop sells this item already."),
  ]

  @Test(arguments: shopMistakes)
  func shops(mistake: Mistake) {
    let text = Self.shop.replacing(mistake.old, with: mistake.new)
    #expect(text != Self.shop)
    expect(report(shops: "[\(text)]"), mistake, in: "shops.json")
  }

  @Test func moneyIsNotSold() {
    let coin = Self.coin.replacing(#""stackable""#, with: #""sellPrice": 1, "stackable""#)
    #expect(report(items: "[\(coin)]").findings.map(\.sentence) == ["Money cannot be sold."])
  }

  @Test func itemsMustBeNamedInTheManifest() {
    let report = report(items: nil, lootTables: "[\(Self.table)]")
    #expect(report.findings.map(\.sentence) == ["There is no item 'potion'."])
    #expect(report.findings.map(\.remedy) == ["Name a file of items as 'items' in world.json."])
  }

  /// A bad item is one finding, not one more for each that names it.
  @Test func aBadItemIsOneFinding() {
    let bad = Self.potion.replacing(#""maxStack": 10"#, with: #""maxStack": -1"#)
    let report = report(
      items: "[\(bad)]", lootTables: "[\(Self.table)]", shops: "[\(Self.shop)]")
    #expect(report.findings.map(\.sentence) == ["'maxStack' is -1, outside 1 … 1000000."])
  }

  /// A file that is checked alone is checked with those that it refers to.
  @Test func filesAloneAreCheckedWithTheirWorld() throws {
    var world = SmallWorld()
    world.define(
      items: Self.items, lootTables: "[\(Self.table.replacing("potion", with: "poton"))]",
      shops: "[\(Self.shop)]")
    for (name, sentences) in [
      ("lootTables.json", ["There is no item 'poton'."]), ("items.json", []), ("shops.json", []),
    ] as [(String, [String])] {
      let source = world.source()
      let file = try #require(FilePath(name))
      #expect(DefinitionReader(source: source).check(file), "\(name)")
      #expect(source.log(of: file).findings.map(\.sentence) == sentences)
    }
  }

  @Test(arguments: ["0", "501", "2.5", "\"many\""])
  func bagsHaveBounds(capacity: String) {
    let report = report(players: #"{"bagCapacity": \#(capacity)}"#)
    #expect(report.errors == 1 && report.findings.map(\.file) == ["players.json"])
  }

  // MARK: What is strange

  @Test func whatNeverDropsIsWarnedOf() {
    let report = report(
      lootTables: "[\(Self.table.replacing("0.5", with: "0.0000001"))]")
    #expect(report.isGood)
    #expect(
      report.findings.map(\.sentence) == [
        "Its chance is less than one in two million, so it never drops."
      ])
  }

  @Test func whatIsEmptyIsWarnedOf() {
    let report = report(
      lootTables: #"[{"lootTableId": "t", "items": []}]"#,
      shops: #"[{"shopId": "s", "name": "S", "goods": []}]"#)
    #expect(report.isGood)
    #expect(
      Set(report.findings.map(\.sentence)) == [
        "It is empty, so nothing drops.", "It sells nothing.",
      ])
  }

  @Test func whatMeansNothingIsWarnedOf() {
    let ring = Self.potion.replacing("consumable", with: "accessory")
      .replacing(#""sellPrice": 3"#, with: #""sellPrice": 3, "colour": 1"#)
      .replacing(#"{"heal": 5}"#, with: #"{"heal": 5, "luck": 2}"#)
    let report = report(items: "[\(ring)]")
    #expect(report.isGood)
    #expect(
      report.findings.map(\.sentence) == [
        "The key 'colour' is not known and ignored.", "The key 'luck' is not known and ignored.",
        "'heal' means nothing for an item of type 'accessory'.",
      ])
  }
}
