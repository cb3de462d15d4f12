import Model
import Wire

/// What a looting bot asks for and is told about what it owns.
struct BotBelongings {
  private var ledger = RequestLedger()
  private var witness = BelongingsWitness()
  /// Pieces that a request brings, or takes when it is below 0, once it is done; by number.
  private var pieces: [UInt64: Int64] = [:]
  /// Definitions that are of no use to somebody who is hurt.
  private var useless: Set<UInt32> = []
  private var nextSurvey: Int64 = 0
  private(set) var report = BotsReport.Belongings()

  /// How often everything is asked for, to compare.
  private static let surveyMilliseconds: Int64 = 5_000

  mutating func joined(login: UInt64, at now: Int64) {
    ledger.loggedIn(login)
    ledger.joined(at: now)
    nextSurvey = now
  }

  /// What is to be sent now: again, or for the first time.
  mutating func requests(
    at now: Int64, from position: Position, isHurt: Bool, looter: inout Looter
  ) -> [ValueRequest] {
    var requests = ledger.due(at: now)
    guard !ledger.isAsking else { return requests }
    if now >= nextSurvey {
      if !ledger.isChanging { requests += survey(at: now) }
      return requests
    }
    if isHurt, let item = remedy, let request = ask(.use(item), pieces: -1, at: now) {
      requests.append(request)
    } else if ledger.open.count < RequestLedger.openMax, let pile = looter.take(from: position),
      let request = ask(.pickUp(entity: pile.entity), pieces: Int64(pile.count), at: now)
    {
      requests.append(request)
    }
    return requests
  }

  /// Nothing new from here on; what waits is sent again, and in the end everything is asked for.
  mutating func lastRequests(at now: Int64) -> [ValueRequest] {
    ledger.due(at: now)
      + (now >= nextSurvey && !ledger.isChanging && !ledger.isAsking ? survey(at: now) : [])
  }

  private mutating func survey(at now: Int64) -> [ValueRequest] {
    nextSurvey = now + Self.surveyMilliseconds
    return [ask(.askBelongings, pieces: 0, at: now)].compactMap { $0 }
  }

  private mutating func ask(
    _ wish: ValueRequest.Wish, pieces count: Int64, at now: Int64
  ) -> ValueRequest? {
    guard let request = ledger.ask(wish, at: now) else { return nil }
    report.requests += 1
    pieces[request.number] = count
    return request
  }

  /// Something that may heal, and is not being used already.
  private var remedy: ItemID? {
    guard !ledger.isChanging else { return nil }
    return witness.items.values.filter { !useless.contains($0.definition) }
      .map(\.item).min()
  }

  /// The change that an answer says is done; nil: none is.
  mutating func received(
    _ answer: ValueAnswer, at now: Int64, looter: inout Looter
  ) -> ValueRequest? {
    guard let request = ledger.received(answer, at: now) else { return nil }
    let count = pieces.removeValue(forKey: request.number) ?? 0
    if answer.code == .done {
      report.done += 1
      witness.answered(count)
      // Done by a repetition there is no news: it is asked for.
      if witness.isIncomplete { nextSurvey = now }
      return request.wish == .askBelongings ? nil : request
    }
    report.refused += 1
    if answer.code == .bagFull { looter.filled() }
    if case .use(let item) = request.wish, let owned = witness.items[item] {
      useless.insert(owned.definition)
    }
    return nil
  }

  mutating func received(
    _ told: OwnedBelongings, at now: Int64
  ) -> [BelongingsWitness.Complaint] {
    let complaints = witness.received(told, isQuiet: !ledger.isChanging)
    if witness.isIncomplete { nextSurvey = now }
    report.violations += complaints.count
    return complaints
  }

  /// Adds up; what nobody answered by now is pending.
  var summary: BotsReport.Belongings {
    var summary = report
    summary.retried = ledger.retried
    summary.pending = UInt64(ledger.open.count)
    return summary
  }
}
