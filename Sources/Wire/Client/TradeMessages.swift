import Model

/// Pieces of one of a player's items.
public struct WirePortion: Hashable, Sendable {
  public var item: ItemID
  public var count: UInt32

  public init(item: ItemID, count: UInt32) {
    self.item = item
    self.count = count
  }
}

/// Pieces of a kind of item, by its number in the content bundle.
public struct WireGood: Hashable, Sendable {
  public var definition: UInt32
  public var count: UInt32

  public init(definition: UInt32, count: UInt32) {
    self.definition = definition
    self.count = count
  }
}

/// What a player gives to another and wants for it.
public struct WireTrade: Hashable, Sendable {
  /// The other player.
  public var entity: UInt64
  public var give: [WirePortion]
  public var giveGold: UInt64
  public var take: [WireGood]
  public var takeGold: UInt64

  public init(
    entity: UInt64, give: [WirePortion] = [], giveGold: UInt64 = 0, take: [WireGood] = [],
    takeGold: UInt64 = 0
  ) {
    self.entity = entity
    self.give = give
    self.giveGold = giveGold
    self.take = take
    self.takeGold = takeGold
  }
}

/// A trade that another player proposes.
public struct WireTradeOffer: Hashable, Sendable {
  /// Who proposes it.
  public var entity: UInt64
  public var name: String
  /// What one would get.
  public var give: [WireGood]
  public var giveGold: UInt64
  /// What it wants.
  public var take: [WireGood]
  public var takeGold: UInt64
  public var expiresMilliseconds: UInt32

  public init(
    entity: UInt64, name: String, give: [WireGood], giveGold: UInt64, take: [WireGood],
    takeGold: UInt64, expiresMilliseconds: UInt32
  ) {
    self.entity = entity
    self.name = name
    self.give = give
    self.giveGold = giveGold
    self.take = take
    self.takeGold = takeGold
    self.expiresMilliseconds = expiresMilliseconds
  }
}

/// How far somebody is with a trade that is not proposed yet.
public enum TradeStep: UInt32, Hashable, Sendable, CaseIterable {
  case unknown = 0
  /// That is what it would give by now; what both had proposed to each other is void.
  case laid = 1
  /// Still at it, and nothing changed.
  case stays = 2
  /// No longer at it.
  case left = 3
  /// What one had proposed is done, or one was given something.
  case done = 4
}

/// What a player would give to another, for it to see before either proposes.
public struct WireTradeDraft: Hashable, Sendable {
  /// The other player.
  public var entity: UInt64
  public var step: TradeStep
  public var give: [WirePortion]
  public var giveGold: UInt64

  public init(entity: UInt64, step: TradeStep, give: [WirePortion] = [], giveGold: UInt64 = 0) {
    self.entity = entity
    self.step = step
    self.give = give
    self.giveGold = giveGold
  }
}

/// What another player would give.
public struct WireTradeTable: Hashable, Sendable {
  /// Who would.
  public var entity: UInt64
  public var name: String
  public var step: TradeStep
  public var give: [WireGood]
  public var giveGold: UInt64

  public init(
    entity: UInt64, name: String, step: TradeStep, give: [WireGood] = [], giveGold: UInt64 = 0
  ) {
    self.entity = entity
    self.name = name
    self.step = step
    self.give = give
    self.giveGold = giveGold
  }
}
