/// What an NPC sells.
public struct Shop: Hashable, Sendable {
  public struct Good: Hashable, Sendable {
    public var item: ItemNumber
    /// For one, in gold.
    public var price: UInt32
    /// How many there are; nil: as many as somebody pays for.
    public var stock: UInt32?

    public init(item: ItemNumber, price: UInt32, stock: UInt32? = nil) {
      self.item = item
      self.price = price
      self.stock = stock
    }
  }

  public var goods: [Good]

  public init(goods: [Good]) { self.goods = goods }

  /// What it sells of a kind, when it does.
  public func good(_ item: ItemNumber) -> Good? { goods.first { $0.item == item } }
}
