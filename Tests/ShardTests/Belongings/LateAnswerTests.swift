import Cluster
import Model
import NIOCore
import NIOEmbedded
import Storage
import Synchronization
import Testing
import Wire
import World

@testable import Shard

/// Answers about belongings that come late: after the player has left, or the other one has.
@Suite struct LateAnswerTests {
  private typealias Stage = TradeTests.Stage

  /// Its player has come back meanwhile and wishes something else, or the same again.
  @Test(arguments: [1, 2] as [UInt64], [false, true])
  func anAnswerOfAnEarlierStayEndsNothing(next: UInt64, isTried: Bool) async throws {
    let stage = try await Stage(benAt: 530)
    let ore = try #require(try await stage.item(TradeTests.ore, of: stage.ada))
    let wish = ValueRequest.Wish.drop(ore.id, count: 1)
    let late = try #require(try await stage.begin(wish, of: stage.ada, number: 1).first)
    try await stage.comeBack(stage.ada)
    let held = try #require(try await stage.begin(wish, of: stage.ada, number: next).first)

    late.mailbox.post(.valued(late.key, isTried ? try await stage.outcome(of: late) : .notDone))
    await stage.fixture.loop.run()
    #expect(await stage.west.wish(of: stage.ada)?.number == next)
    #expect(await !stage.west.authority.isQuiet, "it may not be handed over")

    held.mailbox.post(.valued(held.key, try await stage.outcome(of: held)))
    try await stage.fixture.tick([stage.west, stage.east], times: 3)
    #expect(await stage.west.wish(of: stage.ada) == nil)
    #expect(try await stage.item(TradeTests.ore, of: stage.ada)?.count == 4)
    try await stage.expectQuietAndClean()
  }

  /// A trade of its last stay ends: of somebody else's, to which it had consented.
  @Test func whatWasConsentedToInAnEarlierStayEndsNothing() async throws {
    let stage = try await Stage(benAt: 530)
    let gem = try #require(try await stage.item(TradeTests.gem, of: stage.ben))
    let name = RequestName(character: stage.ada.character, login: 7, number: 55)
    let ask = TradeAsk(
      region: stage.east.id, source: stage.fixture.region(column: 0, row: 1), request: name,
      name: "Ada", other: stage.ben.character, give: [], giveGold: 5, take: [], takeGold: 0)
    for _ in 0..<2 {
      // What Ben owns has to be read first.
      await stage.fixture.post(.tradeAsk(ask), to: stage.east)
      try await stage.fixture.tick([stage.east], times: 2)
    }
    #expect(await stage.east.trades.consents[stage.ben.character]?.request == name)

    try await stage.comeBack(stage.ben)
    #expect(await stage.east.trades.isQuiet)
    let held = try #require(
      try await stage.begin(.drop(gem.id, count: 1), of: stage.ben, number: 1).first)
    await stage.fixture.post(
      .tradeEnd(
        TradeEnd(
          region: stage.east.id, request: name, other: stage.ben.character, isDone: false)),
      to: stage.east)
    #expect(await !stage.east.authority.isQuiet, "it may not be handed over")
    held.mailbox.post(.valued(held.key, try await stage.outcome(of: held)))
    try await stage.fixture.tick([stage.west, stage.east], times: 3)
    try await stage.expectQuietAndClean()
  }

  /// Nobody answered what it had asked in its last stay.
  @Test func whatWasAskedInAnEarlierStayEndsNothing() async throws {
    let stage = try await Stage(benAt: 530)
    let ore = try #require(try await stage.item(TradeTests.ore, of: stage.ada))
    stage.east.mailbox.setReader(nil)
    _ = try await stage.begin(stage.gift, of: stage.ada, number: 1)
    #expect(await stage.west.trades.asked[stage.ada.character] != nil)

    try await stage.comeBack(stage.ada)
    #expect(await stage.west.trades.isQuiet)
    let held = try #require(
      try await stage.begin(.drop(ore.id, count: 1), of: stage.ada, number: 2).first)
    try await stage.fixture.tick([stage.west], times: 25)
    #expect(await stage.west.wish(of: stage.ada)?.number == 2)
    #expect(await !stage.west.authority.isQuiet, "it may not be handed over")
    held.mailbox.post(.valued(held.key, try await stage.outcome(of: held)))
    try await stage.fixture.tick([stage.west], times: 3)
    #expect(await stage.west.authority.isQuiet)
    #expect(try await stage.item(TradeTests.ore, of: stage.ada)?.count == 4)
  }

  /// The trade was done and its answer lost; by now the other one has gone, or proposes nothing.
  @Test(arguments: [.gone, .proposed] as [TradeReply.Verdict])
  func aTradeThatWasDoneStaysDone(_ verdict: TradeReply.Verdict) async throws {
    let stage = try await Stage(benAt: 530)
    guard case .trade(let gift) = stage.gift else { return }
    #expect(try await stage.trade(stage.ada, gift).code == .done)

    stage.east.mailbox.setReader(nil)
    _ = try await stage.begin(stage.gift, of: stage.ada, number: 1)
    #expect(try await stage.hear(verdict, number: 1) == [.done])
    #expect(await stage.west.trades.proposals.isEmpty)
    #expect(await stage.west.authority.isQuiet)
    #expect(try await stage.gold(of: stage.ben) == 10)
    // What was never done is answered as ever.
    _ = try await stage.begin(stage.gift, of: stage.ada, number: 2)
    #expect(
      try await stage.hear(verdict, number: 2) == [verdict == .gone ? .notThere : .proposed])
    #expect(await stage.west.trades.proposals.isEmpty == (verdict == .gone))
    #expect(await stage.west.authority.isQuiet)
  }

  /// The other side consents when the region no longer knows what its player owns.
  @Test func aConsentThatCannotBeUsedEndsTheWish() async throws {
    let stage = try await Stage(benAt: 530)
    stage.east.mailbox.setReader(nil)
    _ = try await stage.begin(stage.gift, of: stage.ada, number: 1)
    await stage.west.forgetBelongings(of: stage.ada)
    #expect(try await stage.hear(.consent, number: 1) == [.tryAgain])
    #expect(await stage.west.wish(of: stage.ada) == nil)
    #expect(await stage.west.authority.isQuiet)
  }
}

extension TradeTests.Stage {
  fileprivate typealias Question = (job: ValueJob, key: UInt64, mailbox: RegionMailbox)

  /// Ada gives Ben some gold.
  fileprivate var gift: ValueRequest.Wish {
    .trade(WireTrade(entity: ben.character.rawValue, giveGold: 10))
  }

  /// Sends a wish; the operations that it asks of storage, which are held.
  fileprivate func begin(
    _ wish: ValueRequest.Wish, of session: SessionAddress, number: UInt64
  ) async throws -> [Question] {
    let region = await home(session)
    await fixture.post(
      .request(
        SessionRequest(
          session: session, region: region.id, epoch: region.epoch,
          request: ValueRequest(number: number, login: 7, wish: wish))), to: region)
    let isLoading = fixture.jobs.withLock { jobs in
      jobs.contains { if case .belongings = $0.0 { true } else { false } }
    }
    if isLoading { try await fixture.answerRequests() }
    return fixture.jobs.withLock { jobs in
      defer { jobs = [] }
      return jobs.map { (job: $0.0, key: $0.1, mailbox: $0.2) }
    }
  }

  fileprivate func outcome(of question: Question) async throws -> ValueReply {
    guard case .perform(let operation) = question.job else { return .unavailable }
    return .outcome(try #require(try await fixture.store.perform([operation]).first))
  }

  /// The gateway says that somebody else held the character meanwhile: it enters anew.
  fileprivate func comeBack(_ session: SessionAddress) async throws {
    let region = await home(session)
    let sequence = try #require(await region.authority.output(of: session.character)?.sequence)
    await fixture.post(
      .attach(
        Attach(
          session: session, region: region.id, epoch: region.epoch,
          sequenceSeen: sequence.advanced(by: 1), inputBase: InputSequence(1))), to: region)
    try await fixture.tick([region], times: 4)
    let now = try #require(await region.authority.output(of: session.character)?.sequence)
    #expect(now > sequence)
  }

  /// Ben's region answers Ada's, in its stead; what Ada is told then.
  fileprivate func hear(
    _ verdict: TradeReply.Verdict, number: UInt64
  ) async throws -> [ValueAnswer.Code] {
    _ = fixture.outlet.take()
    let side = TradeReply.Side(
      other: ben.character, give: [], giveGold: 0, sequence: .none, holder: east.id,
      epoch: east.epoch, valueVersion: ValueVersion(0))
    await fixture.post(
      .tradeReply(
        TradeReply(
          region: west.id,
          request: RequestName(character: ada.character, login: 7, number: number),
          verdict: verdict, side: side)), to: west)
    try await fixture.tick([west], times: 3)
    return try fixture.outlet.take().compactMap { _, message in
      guard case .output(let output) = message, output.character == ada.character,
        case .answer(let answer) = try ClientCodec.decodeServer(output.frame)
      else { return nil }
      return answer.code
    }
  }
}

extension Region {
  fileprivate func wish(of session: SessionAddress) -> ValueRequest? {
    book.bags[session.character]?.inFlight
  }

  fileprivate func forgetBelongings(of session: SessionAddress) {
    book.bags[session.character]?.known = nil
  }
}
