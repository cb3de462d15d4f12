import Model

/// What is recorded under an operation's id.
///
/// ```
///  0      1
/// +------+------+----------------------------------------------+
/// | 1    | tag  | done: receipt   refused: character (8) or 0  |   forgotten: nothing more
/// +------+------+----------------------------------------------+
/// receipt: changes, appeared, lifted, mail (8), recipient (8)
/// ```
/// All numbers are little-endian; a list and a text follow their count in 2 bytes.
enum RecordedResult: Hashable, Sendable {
  case done(ValueReceipt)
  case refused(ValueRefusal)
  /// There was a result, too long ago.
  case forgotten

  private static let forgottenTag: UInt8 = 255
  static let version: UInt8 = 1

  func outcome(isRepeated: Bool) -> ValueOutcome {
    switch self {
    case .done(let receipt): .done(receipt, isRepeated: isRepeated)
    case .refused(let refusal): .refused(refusal, isRepeated: isRepeated)
    case .forgotten: .forgotten
    }
  }

  var bytes: [UInt8] {
    var writer = ResultWriter()
    writer.write(Self.version)
    switch self {
    case .done(let receipt):
      writer.write(UInt8(0))
      writer.write(receipt)
    case .refused(let refusal):
      let (tag, character) = refusal.tag
      writer.write(tag)
      writer.write(optional: character?.rawValue)
    case .forgotten: writer.write(Self.forgottenTag)
    }
    return writer.bytes
  }

  init(bytes: [UInt8]) throws(ResultReader.Damage) {
    var reader = ResultReader(bytes)
    guard try reader.read(UInt8.self) == Self.version else { throw reader.damage }
    let tag = try reader.read(UInt8.self)
    if tag == 0 {
      self = .done(try reader.receipt())
    } else if tag == Self.forgottenTag {
      self = .forgotten
    } else {
      let character = try reader.optional().map { CharacterID($0) }
      guard let refusal = ValueRefusal(tag: tag, character) else { throw reader.damage }
      self = .refused(refusal)
    }
    try reader.finish()
  }
}

extension ValueRefusal {
  fileprivate var tag: (UInt8, CharacterID?) {
    switch self {
    case .notThere: (1, nil)
    case .notYours(let character): (2, character)
    case .notEnough(let character): (3, character)
    case .notEnoughGold(let character): (4, character)
    case .bagFull(let character): (5, character)
    case .goldFull(let character): (6, character)
    case .unknownRecipient: (7, nil)
    case .mailboxFull: (8, nil)
    case .malformed: (9, nil)
    case .aborted: (10, nil)
    }
  }

  fileprivate init?(tag: UInt8, _ character: CharacterID?) {
    switch (tag, character) {
    case (1, nil): self = .notThere
    case (2, let character?): self = .notYours(character)
    case (3, let character?): self = .notEnough(character)
    case (4, let character?): self = .notEnoughGold(character)
    case (5, let character?): self = .bagFull(character)
    case (6, let character?): self = .goldFull(character)
    case (7, nil): self = .unknownRecipient
    case (8, nil): self = .mailboxFull
    case (9, nil): self = .malformed
    case (10, nil): self = .aborted
    default: return nil
    }
  }
}

extension ResultWriter {
  fileprivate mutating func write(_ receipt: ValueReceipt) {
    write(receipt.changes) { (writer, change) in
      writer.write(change.character.rawValue)
      writer.write(change.valueVersion.rawValue)
      writer.write(change.gold)
      writer.write(change.items) { (writer, item) in
        writer.write(item.id.rawValue)
        writer.write(item.kind.rawValue)
        writer.write(item.count)
      }
      writer.write(change.gone) { (writer, item) in writer.write(item.rawValue) }
    }
    write(receipt.appeared) { (writer, item) in
      writer.write(item.id.rawValue)
      writer.write(item.kind.rawValue)
      writer.write(item.count)
      writer.write(item.region.rawValue)
      writer.write(item.position.x)
      writer.write(item.position.y)
      writer.write(item.since)
    }
    write(receipt.lifted) { (writer, item) in writer.write(item.rawValue) }
    write(optional: receipt.mail?.rawValue)
    write(optional: receipt.recipient?.rawValue)
  }
}

extension ResultReader {
  fileprivate mutating func receipt() throws(Damage) -> ValueReceipt {
    ValueReceipt(
      changes: try list { (reader) throws(Damage) in try reader.change() },
      appeared: try list { (reader) throws(Damage) in try reader.groundItem() },
      lifted: try list { (reader) throws(Damage) in ItemID(try reader.read(UInt64.self)) },
      mail: try optional().map { MailID($0) },
      recipient: try optional().map { CharacterID($0) })
  }

  private mutating func change() throws(Damage) -> ValueReceipt.Change {
    ValueReceipt.Change(
      character: CharacterID(try read(UInt64.self)),
      valueVersion: ValueVersion(try read(UInt64.self)), gold: try read(UInt64.self),
      items: try list { (reader) throws(Damage) in
        ItemRow(
          id: ItemID(try reader.read(UInt64.self)), kind: ItemKind(try reader.text()),
          count: try reader.read(UInt32.self))
      },
      gone: try list { (reader) throws(Damage) in ItemID(try reader.read(UInt64.self)) })
  }

  private mutating func groundItem() throws(Damage) -> GroundItem {
    GroundItem(
      id: ItemID(try read(UInt64.self)), kind: ItemKind(try text()),
      count: try read(UInt32.self), region: RegionID(rawValue: try read(UInt32.self)),
      position: Position(x: try read(Int32.self), y: try read(Int32.self)),
      since: try read(Int64.self))
  }
}
