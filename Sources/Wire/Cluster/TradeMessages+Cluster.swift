import Model

/// Names a player's request in the cluster.
public struct RequestName: Hashable, Sendable {
  public var character: CharacterID
  public var login: UInt64
  public var number: UInt64

  public init(character: CharacterID, login: UInt64, number: UInt64) {
    self.character = character
    self.login = login
    self.number = number
  }

  /// Under which storage does it, once.
  public var operation: OperationID { .request(character, login: login, number: number) }
}

/// The region of a player who wants to trade, to the region of the other one: may it be?
public struct TradeAsk: Hashable, Sendable {
  /// Of the other one.
  public var region: RegionID
  /// Of the one who asks.
  public var source: RegionID
  public var request: RequestName
  public var name: String
  public var other: CharacterID
  /// What the other would get, and what is wanted for it.
  public var give: [WireGood]
  public var giveGold: UInt64
  public var take: [WireGood]
  public var takeGold: UInt64

  public init(
    region: RegionID, source: RegionID, request: RequestName, name: String, other: CharacterID,
    give: [WireGood], giveGold: UInt64, take: [WireGood], takeGold: UInt64
  ) {
    self.region = region
    self.source = source
    self.request = request
    self.name = name
    self.other = other
    self.give = give
    self.giveGold = giveGold
    self.take = take
    self.takeGold = takeGold
  }
}

/// The answer to a `TradeAsk`.
public struct TradeReply: Hashable, Sendable {
  public enum Verdict: UInt32, Hashable, Sendable, CaseIterable {
    case unknown = 0
    /// The other one is held until `TradeEnd`, or until storage says how it ended.
    case consent = 1
    case proposed = 2
    case busy = 3
    case gone = 4
  }

  /// What the other gives, and the right under which it does.
  public struct Side: Hashable, Sendable {
    public var other: CharacterID
    public var give: [WirePortion]
    public var giveGold: UInt64
    public var sequence: HandoffSequence
    public var holder: RegionID
    public var epoch: Epoch
    public var valueVersion: ValueVersion

    public init(
      other: CharacterID, give: [WirePortion], giveGold: UInt64, sequence: HandoffSequence,
      holder: RegionID, epoch: Epoch, valueVersion: ValueVersion
    ) {
      self.other = other
      self.give = give
      self.giveGold = giveGold
      self.sequence = sequence
      self.holder = holder
      self.epoch = epoch
      self.valueVersion = valueVersion
    }
  }

  /// Of the one who asked.
  public var region: RegionID
  public var request: RequestName
  public var verdict: Verdict
  /// With `consent`.
  public var side: Side

  public init(region: RegionID, request: RequestName, verdict: Verdict, side: Side) {
    self.region = region
    self.request = request
    self.verdict = verdict
    self.side = side
  }
}

/// How a trade ended to which the other one's region had consented.
public struct TradeEnd: Hashable, Sendable {
  /// Of the other one.
  public var region: RegionID
  public var request: RequestName
  public var other: CharacterID
  public var isDone: Bool

  public init(region: RegionID, request: RequestName, other: CharacterID, isDone: Bool) {
    self.region = region
    self.request = request
    self.other = other
    self.isDone = isDone
  }
}

/// What a player would give to another one, on its way there; answered by a `TradeReply` that says
/// `proposed` when it was shown.
public struct TradeShow: Hashable, Sendable {
  /// Of the other one.
  public var region: RegionID
  /// Of the one who shows.
  public var source: RegionID
  public var request: RequestName
  public var name: String
  public var other: CharacterID
  public var step: TradeStep
  public var give: [WireGood]
  public var giveGold: UInt64

  public init(
    region: RegionID, source: RegionID, request: RequestName, name: String, other: CharacterID,
    step: TradeStep, give: [WireGood], giveGold: UInt64
  ) {
    self.region = region
    self.source = source
    self.request = request
    self.name = name
    self.other = other
    self.step = step
    self.give = give
    self.giveGold = giveGold
  }
}
