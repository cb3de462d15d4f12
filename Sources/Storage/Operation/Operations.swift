import Model

extension SQLTransaction {
  /// Locks everything that the batch depends on before it reads any of it: regions, then
  /// characters, then items on the ground, each ascending, so that two batches never wait for each
  /// other in a ring. The operations are done in the order given.
  func perform(
    _ operations: [ValueOperation], now: Int64
  ) throws(StorageError) -> [ValueOutcome] {
    let sound = operations.filter(\.isWellFormed)
    let stale = try stale(sound.flatMap(\.regionFences))
    let recipients = try recipients(of: sound)
    var characters = Set(sound.flatMap(\.action.parties))
    characters.formUnion(recipients.values)
    characters.formUnion(sound.compactMap(\.id.character))
    try lock(characters: characters.sorted())
    try lock(items: Set(sound.flatMap(\.action.groundItems)).sorted())
    var batch = LockedBatch(
      stale: stale, recipients: recipients,
      recorded: try recordedResults(of: operations.map(\.id.description)),
      holdings: try holdings(of: characters))
    var outcomes: [ValueOutcome] = []
    for operation in operations {
      outcomes.append(try perform(operation, in: &batch, now: now))
    }
    return outcomes
  }

  private func recipients(
    of operations: [ValueOperation]
  ) throws(StorageError) -> [String: CharacterID] {
    var recipients: [String: CharacterID] = [:]
    for case .sendMail(let draft, by: _) in operations.map(\.action)
    where recipients[draft.recipient] == nil {
      recipients[draft.recipient] = try recipient(named: draft.recipient)
    }
    return recipients
  }

  private func perform(
    _ operation: ValueOperation, in batch: inout LockedBatch, now: Int64
  ) throws(StorageError) -> ValueOutcome {
    let key = operation.id.description
    if let recorded = batch.recorded[key] { return recorded.outcome(isRepeated: true) }
    guard operation.isWellFormed else { return .refused(.malformed, isRepeated: false) }
    if batch.isForgotten(operation.id) { return .forgotten }
    if let refused = batch.refusal(of: operation) { return refused }
    let result = try perform(
      operation.action, as: key, facts: facts(for: operation.action, batch), now: now)
    let character = operation.id.character ?? operation.action.parties.first
    guard try record(result, as: key, of: character, now: now) else { throw .busy }
    batch.recorded[key] = result
    if case .done(let receipt) = result {
      for change in receipt.changes { batch.versions[change.character] = change.valueVersion }
    }
    return result.outcome(isRepeated: false)
  }

  /// Decides in memory, then writes all of it.
  private func perform(
    _ action: ValueAction, as operation: String, facts: MailFacts, now: Int64
  ) throws(StorageError) -> RecordedResult {
    var exchange = try load(action)
    do throws(ValueRefusal) {
      try exchange.perform(action, mail: facts, now: now)
    } catch {
      return .refused(error)
    }
    var mail: MailID?
    if case .sendMail(let draft, let sender) = action, let recipient = facts.recipient {
      mail = try insertMail(draft, from: sender, to: recipient, now: now)
    }
    let ids = try write(exchange, as: operation, newMail: mail)
    if case .takeMail(let taken, by: _, _) = action {
      try removeMail(taken)
      mail = taken
    }
    var versions: [CharacterID: ValueVersion] = [:]
    for party in action.parties { versions[party] = try advanceValueVersion(of: party) }
    return .done(
      exchange.receipt(of: action.parties, versions, ids, mail: mail, facts.recipient))
  }

  private func facts(
    for action: ValueAction, _ batch: LockedBatch
  ) throws(StorageError) -> MailFacts {
    var facts = MailFacts()
    switch action {
    case .sendMail(let draft, by: _):
      // It was looked up before it was locked; by now it may be gone.
      if let recipient = batch.recipients[draft.recipient], batch.holdings[recipient] != nil {
        facts.recipient = recipient
        facts.waiting = try waitingMails(of: recipient)
      }
    case .takeMail(let mail, by: _, _): facts.owner = try mailOwner(mail)
    default: break
    }
    return facts
  }

  private func advanceValueVersion(
    of character: CharacterID
  ) throws(StorageError) -> ValueVersion {
    let changed = try row(
      """
      UPDATE characters SET value_version = value_version + 1 WHERE id = $1
      RETURNING value_version
      """, [try .number(character.rawValue, "character")])
    guard let changed else { throw .busy }
    return ValueVersion(try changed.number(0))
  }

  // MARK: Recorded results

  /// By operation; those that are not recorded are missing.
  func recordedResults(
    of operations: [String]
  ) throws(StorageError) -> [String: RecordedResult] {
    let found = try rows(of: Set(operations).sorted().map { .text($0) }) { places in
      "SELECT id, result FROM operations WHERE id IN (\(places))"
    }
    var results: [String: RecordedResult] = [:]
    for row in found {
      let id = try row.text(0)
      results[id] = try RecordedResult(bytes: try row.bytes(1), of: id)
    }
    return results
  }

  /// False when there is one already.
  func record(
    _ result: RecordedResult, as operation: String, of character: CharacterID?, now: Int64
  ) throws(StorageError) -> Bool {
    let id: SQLValue =
      if let character { try .number(character.rawValue, "character") } else { .null }
    let made = try run(
      """
      INSERT INTO operations (id, character_id, result, done_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (id) DO NOTHING
      """, [.text(operation), id, .bytes(result.bytes), .integer(now)])
    return made > 0
  }

  /// Holds what the operation itself would hold, so it comes wholly before or wholly after.
  func settle(_ id: OperationID, now: Int64) throws(StorageError) -> Settlement {
    if let region = id.region { try lock(regions: [region], .exclusive) }
    if let character = id.character { try lock(characters: [character]) }
    let key = id.description
    if let recorded = try recordedResults(of: [key])[key] { return Settlement(recorded) }
    if let character = id.character, let known = try holdings(of: [character])[character],
      known.hasForgotten(id)
    {
      return .forgotten
    }
    if try record(.refused(.aborted), as: key, of: id.character, now: now) { return .aborted }
    guard let recorded = try recordedResults(of: [key])[key] else { throw .busy }
    return Settlement(recorded)
  }
}

/// What a batch knows once it has locked everything, and what its own operations changed since.
private struct LockedBatch {
  let stale: [RegionFence: RegionRow]
  let recipients: [String: CharacterID]
  var recorded: [String: RecordedResult]
  let holdings: [CharacterID: KnownHolding]
  var versions: [CharacterID: ValueVersion] = [:]

  /// Whether an operation that is not recorded was asked too long ago to be done.
  func isForgotten(_ id: OperationID) -> Bool {
    id.character.flatMap { holdings[$0] }?.hasForgotten(id) ?? false
  }

  /// The first fence of an operation that does not hold.
  func refusal(of operation: ValueOperation) -> ValueOutcome? {
    for fence in operation.regionFences {
      if let row = stale[fence] { return .staleEpoch(row) }
    }
    for fence in operation.fences {
      guard let known = holdings[fence.character] else { return .stale(fence.character, nil) }
      guard known.holding == Holding(sequence: fence.sequence, holder: fence.holder) else {
        return .stale(fence.character, known.holding)
      }
      let version = versions[fence.character] ?? known.version
      guard version == fence.valueVersion else { return .staleVersion(fence.character, version) }
    }
    return nil
  }
}

extension RecordedResult {
  /// Reads what is recorded under an id.
  init(bytes: [UInt8], of operation: String) throws(StorageError) {
    do throws(ResultReader.Damage) {
      self = try RecordedResult(bytes: bytes)
    } catch {
      throw .corrupt(
        path: "database",
        reason: "the result of operation \(operation) is damaged at byte \(error.offset)")
    }
  }
}

extension Settlement {
  init(_ recorded: RecordedResult) {
    self =
      switch recorded {
      case .done(let receipt): .done(receipt)
      case .refused(.aborted): .aborted
      case .refused(let refusal): .refused(refusal)
      case .forgotten: .forgotten
      }
  }
}

extension OperationID {
  /// Whose wish it is, or to whom it is done; nil for what a region does of itself.
  var character: CharacterID? {
    switch self {
    case .request(let character, login: _, number: _), .order(_, let character): character
    case .loot, .decay: nil
    }
  }

  /// Whose creature or ground it is; nil for a character's wish.
  var region: RegionID? {
    switch self {
    case .loot(let region, _, counter: _), .decay(let region, _, counter: _): region
    default: nil
    }
  }
}

extension ValueAction {
  /// Items on the ground that it takes away: two regions may reach for one at once.
  fileprivate var groundItems: [ItemID] {
    switch self {
    case .pickUp(let item, from: _, by: _, _): [item]
    case .decay(let items, at: _): items
    default: []
    }
  }
}
