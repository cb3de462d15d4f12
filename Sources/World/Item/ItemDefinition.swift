import Model

/// A kind of item: a designer's numbers. Names, pictures and sentences stay in the content.
public struct ItemDefinition: Hashable, Sendable {
  /// What storage and messages call it.
  public var kind: ItemKind
  /// The most of it in one stack, at least 1; 1 for what does not stack.
  public var stackMax: UInt32
  /// What a shop gives for one; 0: no shop takes it.
  public var sellPrice: UInt32
  /// Whether it may go to another player: by trade, by mail, or by lying on the ground.
  public var isTradable: Bool
  /// What one gives back to whoever uses it up; an item with neither is not used up.
  public var heal: Int32
  public var mana: Int32
  /// The level from which a player may use it.
  public var level: UInt16

  public init(
    kind: ItemKind, stackMax: UInt32 = 1, sellPrice: UInt32 = 0, isTradable: Bool = true,
    heal: Int32 = 0, mana: Int32 = 0, level: UInt16 = 1
  ) {
    precondition(stackMax > 0, "a stack holds one at least")
    self.kind = kind
    self.stackMax = stackMax
    self.sellPrice = sellPrice
    self.isTradable = isTradable
    self.heal = heal
    self.mana = mana
    self.level = level
  }

  public var isConsumable: Bool { heal > 0 || mana > 0 }
}
