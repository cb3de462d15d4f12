import Model

extension SQLTransaction {
  func mail(of character: CharacterID) throws(StorageError) -> [MailRow] {
    let id = try SQLValue.number(character.rawValue, "character")
    let items = try attachedItems(to: id)
    let gold = try attachedGold(to: id)
    let letters = try rows(
      """
      SELECT id, sender, sender_name, subject, body, sent_at FROM mails
      WHERE recipient = $1 ORDER BY id
      """, [id])
    return try letters.map { (row) throws(StorageError) in
      let mail = MailID(try row.number(0))
      let owner = Owner.mail(mail).name()
      return MailRow(
        id: mail, sender: CharacterID(try row.number(1)), senderName: try row.text(2),
        subject: try row.text(3), text: try row.text(4), items: items[owner] ?? [],
        gold: gold[owner] ?? 0, sentAt: try row.integer(5))
    }
  }

  private func attachedItems(to recipient: SQLValue) throws(StorageError) -> [String: [ItemRow]] {
    let found = try rows(
      """
      SELECT id, kind, count, owner FROM items WHERE owner IN (
        SELECT 'mail/' || CAST(id AS TEXT) FROM mails WHERE recipient = $1)
      ORDER BY id
      """, [recipient])
    var items: [String: [ItemRow]] = [:]
    for row in found { items[try row.text(3), default: []].append(try ItemRow(row)) }
    return items
  }

  private func attachedGold(to recipient: SQLValue) throws(StorageError) -> [String: UInt64] {
    let found = try rows(
      """
      SELECT account, balance FROM gold_accounts WHERE account IN (
        SELECT 'mail/' || CAST(id AS TEXT) FROM mails WHERE recipient = $1)
      """, [recipient])
    var gold: [String: UInt64] = [:]
    for row in found { gold[try row.text(0)] = try row.number(1) }
    return gold
  }

  /// The character of an account that bears a name.
  func recipient(named name: String) throws(StorageError) -> CharacterID? {
    let found = try row(
      "SELECT character_id FROM character_names WHERE name_key = $1",
      [.text(NameKey.key(of: name))])
    return try found.map { (row) throws(StorageError) in CharacterID(try row.number(0)) }
  }

  func waitingMails(of recipient: CharacterID) throws(StorageError) -> Int {
    let found = try row(
      "SELECT COUNT(*) FROM mails WHERE recipient = $1",
      [try .number(recipient.rawValue, "character")])
    return Int(try found?.integer(0) ?? 0)
  }

  func mailOwner(_ mail: MailID) throws(StorageError) -> CharacterID? {
    let found = try row(
      "SELECT recipient FROM mails WHERE id = $1", [try .number(mail.rawValue, "mail")])
    return try found.map { (row) throws(StorageError) in CharacterID(try row.number(0)) }
  }

  func insertMail(
    _ draft: MailDraft, from sender: CharacterID, to recipient: CharacterID, now: Int64
  ) throws(StorageError) -> MailID {
    let made = try row(
      """
      INSERT INTO mails (recipient, sender, sender_name, subject, body, sent_at)
      SELECT CAST($1 AS BIGINT), id, name, CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT)
      FROM characters WHERE id = $5
      RETURNING id
      """,
      [
        try .number(recipient.rawValue, "character"), .text(draft.subject), .text(draft.text),
        .integer(now), try .number(sender.rawValue, "character"),
      ])
    guard let made else { throw noID }
    return MailID(try made.number(0))
  }

  func removeMail(_ mail: MailID) throws(StorageError) {
    try closeAccount(of: .mail(mail))
    try post("DELETE FROM mails WHERE id = $1", [try .number(mail.rawValue, "mail")])
  }
}
