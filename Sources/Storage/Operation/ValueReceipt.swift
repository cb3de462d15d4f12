import Model

/// What an operation changed: enough for a region to bring its memory up to date without loading.
public struct ValueReceipt: Hashable, Sendable {
  /// Of one party.
  public struct Change: Hashable, Sendable {
    public let character: CharacterID
    /// After the operation: one more than its fence said.
    public let valueVersion: ValueVersion
    /// After the operation.
    public let gold: UInt64
    /// Items that came or whose count changed, as they are now, in ascending order of ids.
    public let items: [ItemRow]
    /// Items that the character no longer has, in ascending order.
    public let gone: [ItemID]

    public init(
      character: CharacterID, valueVersion: ValueVersion, gold: UInt64, items: [ItemRow] = [],
      gone: [ItemID] = []
    ) {
      self.character = character
      self.valueVersion = valueVersion
      self.gold = gold
      self.items = items
      self.gone = gone
    }
  }

  /// One for each party, in ascending order of characters.
  public let changes: [Change]
  /// Items that now lie on the ground, in ascending order of ids.
  public let appeared: [GroundItem]
  /// Items that no longer lie on the ground, in ascending order.
  public let lifted: [ItemID]
  /// The letter that was sent or taken.
  public let mail: MailID?
  /// To whom the letter was sent, so that whoever holds that character can say so.
  public let recipient: CharacterID?

  public init(
    changes: [Change] = [], appeared: [GroundItem] = [], lifted: [ItemID] = [],
    mail: MailID? = nil, recipient: CharacterID? = nil
  ) {
    self.changes = changes
    self.appeared = appeared
    self.lifted = lifted
    self.mail = mail
    self.recipient = recipient
  }

  /// What the operation changed for one of its parties.
  public func change(of character: CharacterID) -> Change? {
    changes.first { $0.character == character }
  }
}
