import Model

/// A letter that waits for its recipient, with what is attached: both belong to the letter until
/// the recipient takes it.
public struct MailRow: Hashable, Sendable {
  public let id: MailID
  public let sender: CharacterID
  /// As the sender was called when it wrote.
  public let senderName: String
  public let subject: String
  public let text: String
  /// In ascending order of ids.
  public let items: [ItemRow]
  public let gold: UInt64
  /// Milliseconds since 1970.
  public let sentAt: Int64

  public init(
    id: MailID, sender: CharacterID, senderName: String, subject: String, text: String,
    items: [ItemRow], gold: UInt64, sentAt: Int64
  ) {
    self.id = id
    self.sender = sender
    self.senderName = senderName
    self.subject = subject
    self.text = text
    self.items = items
    self.gold = gold
    self.sentAt = sentAt
  }
}

/// A letter on its way into storage.
public struct MailDraft: Hashable, Sendable {
  /// The name of a character of an account, in letters of either case. Guests get no mail.
  public let recipient: String
  /// At most `StorageLimits.mailSubjectBytesMax` bytes.
  public let subject: String
  /// At most `StorageLimits.mailTextBytesMax` bytes.
  public let text: String
  /// No item twice.
  public let items: [ItemPortion]
  public let gold: UInt64

  public init(
    recipient: String, subject: String, text: String, items: [ItemPortion] = [], gold: UInt64 = 0
  ) {
    self.recipient = recipient
    self.subject = subject
    self.text = text
    self.items = items
    self.gold = gold
  }
}
