import Model

/// A player's wish about what it owns. The client sends it again, with the same number, until it is
/// answered.
public struct ValueRequest: Hashable, Sendable {
  /// What is wished.
  public enum Wish: Hashable, Sendable {
    case askBelongings
    /// Something that lies on the ground.
    case pickUp(entity: UInt64)
    case drop(ItemID, count: UInt32)
    case use(ItemID)
    /// Of an NPC; `definition` is the item's number in the content bundle.
    case buy(entity: UInt64, definition: UInt32, count: UInt32)
    case sell(entity: UInt64, ItemID, count: UInt32)
    case openChest(entity: UInt64)
    case askMail
    case sendMail(WireLetterDraft)
    case takeMail(MailID)
    case trade(WireTrade)
    case tradeDraft(WireTradeDraft)
  }

  /// From 1, counts the requests of one log-in.
  public var number: UInt64
  /// `LoggedIn.login` of that log-in.
  public var login: UInt64
  public var wish: Wish

  public init(number: UInt64, login: UInt64, wish: Wish) {
    self.number = number
    self.login = login
    self.wish = wish
  }
}

/// A letter as a player writes it.
public struct WireLetterDraft: Hashable, Sendable {
  public var to: String
  public var subject: String
  public var text: String
  /// Nil: nothing is attached.
  public var item: ItemID?
  public var count: UInt32
  public var gold: UInt64

  public init(
    to: String, subject: String, text: String, item: ItemID? = nil, count: UInt32 = 0,
    gold: UInt64 = 0
  ) {
    self.to = to
    self.subject = subject
    self.text = text
    self.item = item
    self.count = count
    self.gold = gold
  }
}

/// What became of a request.
public struct ValueAnswer: Hashable, Sendable {
  /// The numbers of `AnswerCode` in `Proto/client.proto`.
  public enum Code: UInt32, Hashable, Sendable, CaseIterable {
    case unknown = 0
    case done, tryAgain, notThere, notYours, notEnough, notEnoughGold, bagFull, goldFull, tooFar
    case noSuchName, mailboxFull, notSoldHere, useless, notWhileDead, levelTooLow, notTradable
    case badRequest, proposed
  }

  public var number: UInt64
  public var login: UInt64
  public var code: Code
  /// A sentence for a person.
  public var text: String
  /// When to ask again, after `tryAgain`.
  public var againMilliseconds: UInt32

  public init(
    number: UInt64, login: UInt64, code: Code, text: String = "", againMilliseconds: UInt32 = 0
  ) {
    self.number = number
    self.login = login
    self.code = code
    self.text = text
    self.againMilliseconds = againMilliseconds
  }
}

/// An item of a character, as its player sees it.
public struct OwnedItem: Hashable, Sendable {
  public var item: ItemID
  /// The item's number in the content bundle; 0: content no longer has it.
  public var definition: UInt32
  public var count: UInt32

  public init(item: ItemID, definition: UInt32, count: UInt32) {
    self.item = item
    self.definition = definition
    self.count = count
  }
}

/// What a player owns, or what of it changed.
public struct OwnedBelongings: Hashable, Sendable {
  public var version: ValueVersion
  public var gold: UInt64
  /// Came, or has another count now.
  public var items: [OwnedItem]
  public var gone: [ItemID]
  /// Items that are not named are gone.
  public var isFull: Bool
  /// Of the bag.
  public var slots: UInt32

  public init(
    version: ValueVersion, gold: UInt64, items: [OwnedItem], gone: [ItemID] = [], isFull: Bool,
    slots: UInt32
  ) {
    self.version = version
    self.gold = gold
    self.items = items
    self.gone = gone
    self.isFull = isFull
    self.slots = slots
  }
}

/// A letter that waits for a player.
public struct WireLetter: Hashable, Sendable {
  public var mail: MailID
  public var sender: String
  public var subject: String
  public var text: String
  public var items: [OwnedItem]
  public var gold: UInt64
  /// Milliseconds since 1970.
  public var sentAt: UInt64

  public init(
    mail: MailID, sender: String, subject: String, text: String, items: [OwnedItem], gold: UInt64,
    sentAt: UInt64
  ) {
    self.mail = mail
    self.sender = sender
    self.subject = subject
    self.text = text
    self.items = items
    self.gold = gold
    self.sentAt = sentAt
  }
}
