import Model
import World

/// Reads `shops.json`.
struct ShopReader {
  static let known = ["shopId", "name", "description", "goods"]
  static let knownGood = ["itemId", "price", "stock"]

  let log: FindingLog
  let items: ItemReferences

  /// The shops that are usable, by number; findings tell of the others.
  func read(_ document: JSONValue) -> [Definitions.Shop] {
    let list = DefinitionList(
      noun: "shop", key: "shops", idKey: "shopId", max: Limits.shopsMax, log: log)
    return list.entries(of: document).enumerated().compactMap { index, entry in
      shop(entry.id, ShopNumber(UInt16(index + 1)), entry.fields)
    }
  }

  private func shop(
    _ id: String, _ number: ShopNumber, _ fields: JSONFields
  ) -> Definitions.Shop? {
    fields.warnOfUnknown(known: Self.known)
    let before = log.errors
    let name = fields.text("name", max: Limits.nameBytesMax)
    _ = fields.text("description", max: Limits.descriptionBytesMax, default: "")
    let values = fields.array("goods", max: Limits.shopGoodsMax)
    var goods: [Shop.Good] = []
    for (index, value) in (values ?? []).enumerated() {
      let place = "\(fields.place), good \(index + 1)"
      guard let fields = JSONFields(value, place: place, log: log), let good = good(fields) else {
        continue
      }
      if goods.contains(where: { $0.item == good.item }) {
        log.error(place, "The shop sells this item already.", "Remove one of the two.")
      }
      goods.append(good)
    }
    if values?.isEmpty == true {
      log.warning(fields.place, "It sells nothing.", "Add goods to it.")
    }
    guard let name, values != nil, log.errors == before else { return nil }
    return Definitions.Shop(
      number: number, id: id, name: name, definition: World.Shop(goods: goods))
  }

  private func good(_ fields: JSONFields) -> Shop.Good? {
    fields.warnOfUnknown(known: Self.knownGood)
    let item = items.read(fields)
    let price = fields.integer("price", in: 1...Limits.amountMax)
    let isLimited = fields.has("stock") && fields.members["stock"] != .null
    let stock = isLimited ? fields.integer("stock", in: 1...Limits.amountMax) : nil
    guard let item, let price, isLimited == (stock != nil) else { return nil }
    if let sold = item.item {
      guard sold.type != .currency else {
        log.error(fields.place, "Money is not for sale.", "Remove it.")
        return nil
      }
      // Whoever buys for less than shops give could make money of nothing.
      guard price >= sold.definition.sellPrice else {
        log.error(
          fields.place,
          "'price' is \(price), but shops give \(sold.definition.sellPrice) for it.",
          "Ask for at least as much as 'sellPrice' of \(quoted(sold.kind.rawValue)).")
        return nil
      }
    }
    return Shop.Good(item: item.number, price: UInt32(price), stock: stock.map { UInt32($0) })
  }
}
